//! The lessons' texts: a Rust module that builds them into the checker.

use std::fmt::Write;

use super::Derived;
use super::course::LessonFiles;

/// The beginning of the module. Cargo would treat a skeleton's folder as a package, so its manifest has
/// another name there.
const BEGINNING: &str = r#"//! Each lesson's files that are built into the checker. `cargo checker dev write` writes this file from
//! the folders in `checker/course`.

/// A lesson's texts.
pub struct LessonTexts {
    /// `01-one-shot`, in `checker/course`.
    pub folder: &'static str,
    /// `lesson.toml`.
    pub toml: &'static str,
    pub skeleton: &'static [LessonFile],
}

/// One file of a skeleton or of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessonFile {
    /// Its path in the lesson's folder: `src/server.rs`.
    pub path: &'static str,
    pub text: &'static str,
}

/// A lesson's folder, and the source files of its skeleton.
macro_rules! lesson {
    ($folder:literal: $($source:literal)*) => {
        LessonTexts {
            folder: $folder,
            toml: include_str!(concat!("../", $folder, "/lesson.toml")),
            skeleton: &[
                LessonFile {
                    path: "Cargo.toml",
                    text: include_str!(concat!(
                        "../",
                        $folder,
                        "/skeleton/Cargo.toml.skeleton"
                    )),
                },
                $(LessonFile {
                    path: $source,
                    text: include_str!(concat!("../", $folder, "/skeleton/", $source)),
                },)*
            ],
        }
    };
}

pub const LESSONS: &[LessonTexts] = &[
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
    Derived { place: "checker/course/src/texts.rs".into(), text }
}
