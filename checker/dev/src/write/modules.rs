//! Rust modules in the lessons' folders.

use std::fmt::Write;

use checker::course::Lesson;

/// The declarations of the modules that these lessons have in `file`, in rustfmt's order. `course` is
/// the path from the declaring file's folder to `checker/course`.
pub fn declared<'l>(lessons: impl Iterator<Item = &'l Lesson>, course: &str, file: &str) -> String {
    let mut lessons: Vec<&Lesson> = lessons.collect();
    lessons.sort_by_key(|lesson| name(lesson));
    let mut text = String::new();
    for lesson in lessons {
        let (folder, name) = (lesson.folder(), name(lesson));
        let _ = writeln!(text, "#[path = \"{course}/{folder}/{file}\"]\nmod {name};");
    }
    text
}

/// The name of a lesson's modules. `async` is a keyword, and cannot be the name of a module.
pub fn name(lesson: &Lesson) -> String {
    match &lesson.slug[..] {
        "async" => "async_lesson".into(),
        slug => slug.replace('-', "_"),
    }
}
