//! Entries of the file system: a path may be taken by a file, a folder, a link or a socket.

use std::fs::{self, FileType, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::outcome::fault::{Fault, Played};

/// One entry of the file system, identified by device, inode and kind (inode(7)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    device: u64,
    inode: u64,
    kind: FileType,
}

impl Thing {
    /// The entry at this path. A link is not followed: the result is the link itself.
    pub fn at(path: &Path) -> Played<Option<Thing>> {
        let fault = |error| Fault::new(format!("looking at {}", path.display()), error);
        let found = found(path).map_err(fault)?;
        Ok(found.map(|one| Thing { device: one.dev(), inode: one.ino(), kind: one.file_type() }))
    }
}

/// The permissions of the entry at this path. The digits of the result are those of the octal number:
/// 600 for a file that only its owner may read and write (chmod(1)).
pub fn permissions(path: &Path) -> Played<u64> {
    let fault = |error| Fault::new(format!("looking at {}", path.display()), error);
    let mode = found(path).map_err(fault)?.map_or(0, |one| one.mode() & 0o777);
    Ok(u64::from(100 * (mode >> 6) + 10 * (mode >> 3 & 7) + (mode & 7)))
}

fn found(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
