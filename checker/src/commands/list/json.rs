//! `checker list --format json`.

use protocol::SCHEMA;
use protocol::course::{self, Course};

use crate::course::Lesson;
use crate::course::own_programs::OwnPrograms;
use crate::course::progress::Progress;

/// The object as text.
pub fn text(
    course: &[Lesson],
    progress: &Progress,
    own: &OwnPrograms,
) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&object(course, progress, own))
}

/// The course and the learner's progress, for programs. Later versions only add keys.
fn object(all: &[Lesson], progress: &Progress, own: &OwnPrograms) -> Course {
    let lesson = |lesson: &Lesson| {
        let standing = progress.standing(lesson);
        course::Lesson {
            number: lesson.number,
            lesson: lesson.folder(),
            title: lesson.title.clone(),
            part: lesson.part.clone(),
            asks: lesson.asks.clone(),
            learnt: lesson.learnt.clone(),
            files: own.source_files(lesson),
            chapter: lesson.chapter_file(),
            passed: standing.passed,
            points: standing.points,
            max_points: lesson.points,
            hints_shown: standing.hints,
            hints: lesson.hints.len(),
        }
    };
    Course {
        schema: SCHEMA,
        current: progress.current().map(Lesson::folder),
        lessons: all.iter().map(lesson).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;
    use crate::report::schemas::assert_guarded;

    #[test]
    fn the_list_for_programs_keeps_to_its_schema() {
        let mut progress = Progress::default();
        progress.record(&lessons()[0], true, 10);
        let object = object(&lessons()[..2], &progress, &OwnPrograms::default());
        assert_guarded("list", &serde_json::to_value(object).unwrap(), &[]);
    }
}
