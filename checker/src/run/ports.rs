//! Free ports for cases without a cell. While a case uses a port, the checker holds a lock on a file, so
//! that two checkers on one machine do not take the same port. The ports are below the kernel's
//! ephemeral range. A port that an earlier connection still occupies is not used.

use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

const FIRST: u16 = 20_000;
const COUNT: u16 = 10_000;

/// The prefix of the lock files' names.
pub const LOCK: &str = "socketlings-port-";

/// A port that is ours until this value is dropped.
#[derive(Debug)]
pub struct Lease {
    port: u16,
    file: PathBuf,
    _lock: File,
}

impl Lease {
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // The lock is released after this. Another checker that has opened the file in the meantime gets
        // the lock of a file without a name, and notices that (`is_called`).
        let _ = fs::remove_file(&self.file);
    }
}

/// Takes a free port. An error says why that failed.
pub fn lease() -> Result<Lease, String> {
    // The name contains the user's id, because another user's files could not be opened.
    let user = kernel::own_uid();
    let start = fastrand::u16(..COUNT);
    let mut trouble = String::new();
    for step in 0..COUNT {
        let port = FIRST + (start + step) % COUNT;
        let file = std::env::temp_dir().join(format!("{LOCK}{user}-{port}"));
        match locked(&file) {
            Ok(Some(lock)) => {
                let lease = Lease { port, file, _lock: lock };
                if is_free(port) {
                    return Ok(lease);
                }
            }
            Ok(None) => {}
            // In a shared folder, another file may have this name. Try the next port.
            Err(error) => trouble = format!(" ({}: {error})", file.display()),
        }
    }
    Err(format!("all ports from {FIRST} to {} are taken{trouble}", FIRST + COUNT - 1))
}

/// The file, locked; `None` if another process has the lock.
fn locked(file: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    // Opening a pipe would otherwise wait for a reader.
    options.write(true).create(true).truncate(false).custom_flags(libc::O_NONBLOCK);
    let lock = options.open(file)?;
    Ok((lock.try_lock().is_ok() && is_called(&lock, file)).then_some(lock))
}

/// Whether this open file still has that name.
pub fn is_called(open: &File, name: &Path) -> bool {
    let identity = |file: fs::Metadata| (file.dev(), file.ino());
    match (open.metadata(), fs::symlink_metadata(name)) {
        (Ok(open), Ok(named)) => identity(open) == identity(named),
        _ => false,
    }
}

/// Removes the lock file of a port if no process holds the lock, as after a checker was killed.
pub fn remove_if_free(name: &Path) {
    let Ok(lock) = File::options().write(true).open(name) else { return };
    if lock.try_lock().is_ok() && is_called(&lock, name) {
        let _ = fs::remove_file(name);
    }
}

/// Whether a program could bind the port without `SO_REUSEADDR`.
fn is_free(port: u16) -> bool {
    let address = SockAddr::from(SocketAddr::from(([127, 0, 0, 1], port)));
    let is_free = |kind| {
        Socket::new(Domain::IPV4, kind, None).and_then(|socket| socket.bind(&address)).is_ok()
    };
    is_free(Type::STREAM) && is_free(Type::DGRAM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_is_exclusive_and_leaves_no_file_behind() {
        let (one, other) = (lease().unwrap(), lease().unwrap());
        assert_ne!(one.port(), other.port());
        let file = one.file.clone();
        // A process that opened the file before it was removed must not take its lock for the port's.
        let late = File::options().write(true).open(&file).unwrap();
        assert!(late.try_lock().is_err());
        drop(one);
        assert!(!file.exists() && late.try_lock().is_ok() && !is_called(&late, &file));
    }

    #[test]
    fn other_files_with_the_name_of_a_lock_are_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let (directory, pipe) = (folder.path().join("directory"), folder.path().join("pipe"));
        fs::create_dir(&directory).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // Both are errors; neither waits for a reader.
        assert!(locked(&directory).is_err() && locked(&pipe).is_err());
        assert!(locked(&folder.path().join("file")).unwrap().is_some());
    }
}
