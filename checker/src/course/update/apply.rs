//! Carries out the plan of an update. All texts are written, and all files that will change are copied
//! to a backup, before the first rename. Each rename happens as a whole or not at all. The record of
//! what was given comes last, so an interrupted update is finished by the next one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::plan::Plan;
use crate::course::given::Given;
use crate::course::workspace::MARKER;

/// The folder of the new texts, until they take their places.
const STAGED: &str = ".socketlings/staged";

const BACKUPS: &str = ".socketlings/backups";

/// A finished update.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    /// The copies of the files that were changed, if there were any.
    pub backup: Option<PathBuf>,
}

/// Carries out the plan below `root`. Calls `may_go_on` before each rename or removal. Tests use it to
/// break off.
pub fn apply(
    root: &Path,
    plan: &Plan,
    new: &Given,
    may_go_on: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<Done> {
    let marker = new.text().map_err(io::Error::other)?;
    let staged = root.join(STAGED);
    remove(&staged)?;
    for change in &plan.changes {
        if let Some(text) = &change.text {
            write(&staged.join(&change.path), text.as_bytes())?;
        }
    }
    write(&staged.join(MARKER), marker.as_bytes())?;
    let backup = back_up(root, plan)?;

    for (old, new) in &plan.moves {
        may_go_on()?;
        fs::rename(root.join(old), root.join(new))?;
    }
    for change in &plan.changes {
        may_go_on()?;
        let place = root.join(&change.path);
        match change.text {
            Some(_) => take_place(&staged.join(&change.path), &place)?,
            None => fs::remove_file(&place)?,
        }
    }
    may_go_on()?;
    take_place(&staged.join(MARKER), &root.join(MARKER))?;
    remove(&staged)?;
    Ok(Done { backup })
}

fn take_place(staged: &Path, place: &Path) -> io::Result<()> {
    fs::create_dir_all(place.parent().unwrap_or(place))?;
    fs::rename(staged, place)
}

/// Copies the files that will be replaced or removed.
fn back_up(root: &Path, plan: &Plan) -> io::Result<Option<PathBuf>> {
    let backup = free_name(&root.join(BACKUPS));
    for change in &plan.changes {
        let now = before_the_moves(&change.path, plan);
        let now = [now.as_str(), &change.path].into_iter().find(|now| root.join(now).is_file());
        if let Some(now) = now {
            write(&backup.join(now), &fs::read(root.join(now))?)?;
        }
    }
    Ok(backup.exists().then_some(backup))
}

fn before_the_moves(path: &str, plan: &Plan) -> String {
    let moved = plan.moves.iter().find_map(|(old, new)| {
        Some(format!("{old}/{}", path.strip_prefix(new.as_str())?.strip_prefix('/')?))
    });
    moved.unwrap_or_else(|| path.to_owned())
}

fn free_name(backups: &Path) -> PathBuf {
    let mut names = (1u32..).map(|number| backups.join(format!("update-{number}")));
    names.find(|name| !name.exists()).unwrap_or_else(|| backups.join("update"))
}

/// Writes the file, and waits until it is on the disk.
fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)?;
    File::open(path)?.sync_all()
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
