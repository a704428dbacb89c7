//! The references. They are built into the checker as one text, because `solutions` is outside of its
//! package. `cargo checker dev write` writes that text.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::workspace::Workspace;
use super::{Lesson, LessonFile, atomic_file, learner, lessons};

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

/// The source files of this lesson's reference.
pub fn sources(lesson: &Lesson) -> impl Iterator<Item = LessonFile> {
    of(lesson).into_iter().filter(|file| file.path.starts_with("src/"))
}

/// The folder in which cargo builds the references. In a learner's workspace this is a workspace of its
/// own, in the target folder.
pub fn workspace(workspace: &Workspace) -> io::Result<PathBuf> {
    if !workspace.is_of_learner() {
        return Ok(workspace.root.clone());
    }
    let root = workspace.root.join("target/socketlings/references");
    let manifest = learner::MANIFEST.replace("\"lessons/*\"", "\"solutions/*\"");
    write(&root.join("Cargo.toml"), &manifest)?;
    for lesson in lessons() {
        for file in of(lesson) {
            write(&root.join("solutions").join(lesson.folder()).join(file.path), file.text)?;
        }
    }
    Ok(root)
}

/// Puts the reference of a passed lesson into a learner's workspace, to be read there.
pub fn unlock(workspace: &Workspace, lesson: &Lesson) -> io::Result<()> {
    if !workspace.is_of_learner() {
        return Ok(());
    }
    let folder = workspace.root.join("solutions").join(lesson.folder());
    sources(lesson).try_for_each(|file| write(&folder.join(file.path), file.text))
}

/// Writes the file unless it already has this text, so that cargo does not build it again.
fn write(path: &Path, text: &str) -> io::Result<()> {
    match fs::read(path) {
        Ok(found) if found == text.as_bytes() => Ok(()),
        _ => atomic_file::write(path, text.as_bytes()),
    }
}
