//! The files that `checker init` puts into a learner's workspace. `checker update` compares the
//! workspace with them.

use std::collections::BTreeMap;

use super::{Lesson, skeletons};

/// The workspace's manifest, with the tables that all lessons refer to.
pub const MANIFEST: &str = include_str!("../../learner/Cargo.toml.template");

/// Pins the crates that the lessons use.
pub const LOCK: &str = include_str!("../../learner/Cargo.lock.template");

/// The files outside of the lessons' folders.
const FILES: &[(&str, &str)] = &[
    ("README.md", include_str!("../../learner/README.md")),
    ("Cargo.toml", MANIFEST),
    ("Cargo.lock", LOCK),
    ("rust-analyzer.toml", include_str!("../../learner/rust-analyzer.toml")),
    (".vscode/extensions.json", include_str!("../../learner/extensions.json")),
    (".vscode/tasks.json", include_str!("../../learner/tasks.json")),
    (".gitignore", include_str!("../../learner/gitignore")),
    (".gitattributes", include_str!("../../learner/gitattributes")),
];

/// The files of a workspace with these lessons: each text by its path,
/// `lessons/01-one-shot/src/server.rs`.
pub fn files<'l>(lessons: impl IntoIterator<Item = &'l Lesson>) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for lesson in lessons {
        files.extend(skeletons::of(lesson).iter().map(|file| {
            (format!("lessons/{}/{}", lesson.folder(), file.path), file.text.to_owned())
        }));
    }
    files
}
