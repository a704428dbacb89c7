//! The registry of lessons: a Rust module that builds each lesson's texts into the checker.

use std::fmt::Write;

use super::Derived;
use super::course::LessonFiles;

/// The beginning of the module. Cargo would treat a skeleton's folder as a package, so its manifest has
/// another name there.
const BEGINNING: &str = r#"//! Each lesson's files that are built into the checker. `cargo checker dev write` writes this file from
//! the folders in `checker/course`.

use super::{LessonFile, LessonFiles};

/// A lesson's folder, and the source files of its skeleton.
macro_rules! lesson {
    ($folder:literal: $($source:literal)*) => {
        LessonFiles {
            folder: $folder,
            toml: include_str!(concat!("../../course/", $folder, "/lesson.toml")),
            skeleton: &[
                LessonFile {
                    path: "Cargo.toml",
                    text: include_str!(concat!(
                        "../../course/",
                        $folder,
                        "/skeleton/Cargo.toml.skeleton"
                    )),
                },
                $(LessonFile {
                    path: $source,
                    text: include_str!(concat!("../../course/", $folder, "/skeleton/", $source)),
                },)*
            ],
        }
    };
}

pub(super) const LESSONS: &[LessonFiles] = &[
"#;

pub fn of(course: &[LessonFiles]) -> Derived {
    let mut text = BEGINNING.to_owned();
    for LessonFiles { lesson, skeleton, .. } in course {
        let _ = write!(text, "    lesson!(\"{}\":", lesson.folder());
        for file in skeleton.iter().filter(|file| !file.ends_with(".skeleton")) {
            let _ = write!(text, " \"{file}\"");
        }
        text += "),\n";
    }
    text += "];\n";
    Derived { place: "checker/src/course/registry.rs".into(), text }
}
