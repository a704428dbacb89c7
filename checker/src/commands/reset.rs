//! `checker reset`: restores a lesson's first state. The learner's files go to a backup first. If any
//! step fails, the lesson is left as it was.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Ending, Usage, lesson_or_current};
use crate::course::atomic_file::{self, Staged};
use crate::course::workspace::Workspace;
use crate::course::{LessonFile, skeletons};
use crate::report::paint::{pointer, strong};

pub fn run(word: Option<&str>) -> anyhow::Result<Ending> {
    let lesson = lesson_or_current(word)?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let done = reset(
        &workspace.lesson_folder(lesson),
        skeletons::of(lesson),
        &workspace.backups(),
        &lesson.folder(),
    )?;
    let mut out = anstream::stdout().lock();
    let heading = strong(lesson.heading());
    match done {
        Done::Nothing => writeln!(out, "{heading} is unchanged: there is nothing to reset.")?,
        Done::Reset { backup } => {
            writeln!(out, "{heading} is reset to its first state. Your progress is kept.")?;
            if let Some(backup) = backup {
                let backup = pointer(workspace.shown(&backup));
                writeln!(out, "Your files are in {backup}")?;
            }
        }
    }
    Ok(Ending::Fine)
}

#[derive(Debug, PartialEq, Eq)]
enum Done {
    /// Nothing differed from the skeleton.
    Nothing,
    /// The skeleton is restored. The old files, if any, are in this backup.
    Reset { backup: Option<PathBuf> },
}

fn reset(
    folder: &Path,
    skeleton: &[LessonFile],
    backups: &Path,
    name: &str,
) -> anyhow::Result<Done> {
    let differing: Vec<(PathBuf, &LessonFile)> = skeleton
        .iter()
        .map(|file| (folder.join(file.path), file))
        .filter(|(path, file)| fs::read(path).ok().as_deref() != Some(file.text.as_bytes()))
        .collect();
    if differing.is_empty() {
        return Ok(Done::Nothing);
    }
    let context = |failure: &str| format!("{failure}, so nothing was reset");
    let backup = folder.exists().then(|| back_up(folder, backups, name)).transpose();
    let backup = backup.with_context(|| context("your files could not be copied to a backup"))?;
    // All new files are written before the first one replaces an old one.
    let staged: io::Result<Vec<Staged>> = differing
        .iter()
        .map(|(path, file)| atomic_file::stage(path, file.text.as_bytes()))
        .collect();
    let staged = staged.with_context(|| context("the skeleton could not be written"))?;
    let before: Vec<(&PathBuf, Option<Vec<u8>>)> =
        differing.iter().map(|(path, _)| (path, fs::read(path).ok())).collect();
    for (index, file) in staged.into_iter().enumerate() {
        if let Err(error) = file.take_place() {
            give_back(&before[..index]);
            return Err(error).with_context(|| context("the skeleton could not be put in place"));
        }
    }
    Ok(Done::Reset { backup })
}

/// Restores the files that were replaced before the failure. If that fails, too, the backup is
/// still there.
fn give_back(before: &[(&PathBuf, Option<Vec<u8>>)]) {
    for (path, text) in before {
        let _ = match text {
            Some(text) => atomic_file::write(path, text),
            None => fs::remove_file(path),
        };
    }
}

/// Copies the lesson's folder to the first free name, `01-one-shot-1`. An unfinished copy has a
/// temporary name.
fn back_up(folder: &Path, backups: &Path, name: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(backups)?;
    let unfinished = tempfile::Builder::new().prefix(".unfinished-").tempdir_in(backups)?;
    let copy = unfinished.path().join(name);
    copy_folder(folder, &copy)?;
    for number in 1..=u32::MAX {
        let backup = backups.join(format!("{name}-{number}"));
        if fs::symlink_metadata(&backup).is_ok() {
            continue;
        }
        match fs::rename(&copy, &backup) {
            Ok(()) => return Ok(backup),
            // Another checker took this name: try the next one.
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("no name is left for a backup"))
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if !entry.path().is_dir() {
            fs::copy(entry.path(), target)?;
        } else if entry.file_name() != "target" {
            copy_folder(&entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
