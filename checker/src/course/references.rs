//! The references. They are built into the checker as one text, because `solutions` is outside of its
//! package. `cargo checker dev write` writes that text.

use super::{Lesson, LessonFile};

/// The first lines of the text.
pub const BEGINNING: &str = "\
The files of all references, each below its name. `cargo checker dev write` writes this file from the
folder `solutions`.
";

/// Precedes the name of each file, `01-one-shot/src/server.rs`.
pub const HEADING: &str = "\n==== ";

const TEXT: &str = include_str!("../../learner/references.txt");

/// The files of this lesson's reference, with its `Cargo.toml`.
pub fn of(lesson: &Lesson) -> Vec<LessonFile> {
    let folder = lesson.folder() + "/";
    let file = |part: &'static str| {
        let (path, text) = part.split_once('\n')?;
        Some(LessonFile { path: path.strip_prefix(&folder)?, text })
    };
    TEXT.split(HEADING).filter_map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;

    #[test]
    fn every_program_has_a_reference() {
        for lesson in lessons() {
            let files = of(lesson);
            for path in lesson.programs.iter().map(|role| format!("src/{}.rs", role.name())) {
                let file = files.iter().find(|file| file.path == path);
                assert!(file.is_some_and(|file| file.text.contains("fn main()")), "{path}");
            }
            assert!(files.iter().any(|file| file.path == "Cargo.toml"), "{}", lesson.slug);
        }
    }
}
