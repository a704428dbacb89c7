//! What a program does to a path of the file system that may be taken by a file, a folder, a link or a
//! socket: either it leaves the path alone, or it leaves nothing there.

use std::fs::{self, FileType, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::{Fault, Played};
use crate::program::Program;

/// One entry of the file system, identified by device, inode and kind (inode(7)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    device: u64,
    inode: u64,
    kind: FileType,
}

impl Thing {
    /// The entry at this path itself, even if it is a link.
    pub fn at(path: &Path) -> Played<Option<Thing>> {
        let fault = |error| Fault::new(format!("looking at {}", path.display()), error);
        let found = found(path).map_err(fault)?;
        Ok(found.map(|one| Thing { device: one.dev(), inode: one.ino(), kind: one.file_type() }))
    }
}

impl Program<'_> {
    /// Checks that it leaves the entry at this path alone: it is still `thing`. Reports show the path as
    /// `name`.
    pub fn leaves_alone(&self, path: &Path, name: &str, thing: Option<Thing>) -> Played {
        let instead = match Thing::at(path)? {
            found if found == thing => return Ok(()),
            Some(_) => Instead::Files(vec!["another one".into()]),
            None => Instead::NoFile,
        };
        let awaited = Awaited::Untouched { path: name.into() };
        Err(self.stage().breach(&self.name(), awaited, instead))
    }

    /// Checks that it leaves nothing at this path.
    pub fn leaves_nothing(&self, path: &Path, name: &str) -> Played {
        if Thing::at(path)?.is_none() {
            return Ok(());
        }
        let awaited = Awaited::NoFile { path: name.into() };
        Err(self.stage().breach(&self.name(), awaited, Instead::Files(vec![name.into()])))
    }

    /// The permissions of the entry at this path, as the digits of their octal number: 600 for a file that
    /// only its owner may read and write (chmod(1)).
    pub fn permissions(&self, path: &Path) -> Played<u64> {
        let fault = |error| Fault::new(format!("looking at {}", path.display()), error);
        let mode = found(path).map_err(fault)?.map_or(0, |one| one.mode() & 0o777);
        Ok(u64::from(100 * (mode >> 6) + 10 * (mode >> 3 & 7) + (mode & 7)))
    }
}

fn found(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
