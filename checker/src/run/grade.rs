//! From verdicts to a lesson's standing and points.

use std::time::Duration;

use crate::course::Lesson;
use crate::events::{CaseReport, LessonReport, Status, Verdict};

/// Grades a lesson whose cases were judged. Points go by the promises kept out of those that could
/// be judged: what was skipped or is unsure costs nothing.
pub fn lesson(lesson: &Lesson, cases: Vec<CaseReport>, duration: Duration) -> LessonReport {
    let count =
        |is: fn(&Verdict) -> bool| cases.iter().filter(|case| is(&case.verdict)).count() as u32;
    let kept = count(|verdict| matches!(verdict, Verdict::Kept));
    let broken = count(|verdict| matches!(verdict, Verdict::Broken { .. }));
    let unsure = count(|verdict| matches!(verdict, Verdict::Unsure { .. }));
    let status = match (kept, broken, unsure) {
        (_, 1.., _) => Status::Failed,
        (_, _, 1..) => Status::Unsure,
        (1.., _, _) => Status::Passed,
        _ => Status::Skipped,
    };
    LessonReport {
        lesson: lesson.folder(),
        title: lesson.title.clone(),
        status,
        points: (lesson.points * kept).checked_div(kept + broken).unwrap_or(0),
        max_points: lesson.points,
        duration,
        cases,
        compiler: None,
    }
}

/// A lesson whose programs could not be built.
pub fn not_built(lesson: &Lesson, words: String) -> LessonReport {
    LessonReport {
        lesson: lesson.folder(),
        title: lesson.title.clone(),
        status: Status::NotBuilt,
        points: 0,
        max_points: lesson.points,
        duration: Duration::ZERO,
        cases: Vec::new(),
        compiler: Some(words),
    }
}
