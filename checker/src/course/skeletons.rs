//! The skeletons: the first state of each lesson's files. They are built into the checker, so
//! `checker reset` needs neither a network nor git.

use cases::texts::LESSONS;

use super::{Lesson, LessonFile};

/// The files of this lesson's skeleton.
pub fn of(lesson: &Lesson) -> &'static [LessonFile] {
    let folder = lesson.folder();
    LESSONS.iter().find(|texts| texts.folder == folder).map_or(&[], |texts| texts.skeleton)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;

    #[test]
    fn every_lesson_has_a_skeleton_for_each_of_its_programs() {
        for lesson in lessons() {
            let paths: Vec<&str> = of(lesson).iter().map(|file| file.path).collect();
            assert!(paths.contains(&"Cargo.toml"), "{}", lesson.slug);
            for role in &lesson.programs {
                let source = format!("src/{}.rs", role.name());
                assert!(paths.contains(&&source[..]), "{}: {source}", lesson.slug);
            }
        }
    }
}
