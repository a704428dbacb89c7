//! Free ports, for cases without a cell. A port is held by a lock on a file while a case uses it,
//! so that two checkers on one machine do not take the same; it lies below the ports that the
//! kernel gives out by itself; and nothing of an earlier connection may linger on it.

use std::fs::{self, File};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

const FIRST: u16 = 20_000;
const COUNT: u16 = 10_000;

/// The names of the locks begin with this.
pub const LOCK: &str = "socketlings-port-";

/// A port that is ours until this is dropped.
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
        // The lock is let go of after that. Whoever has opened the file meanwhile gets the lock of a
        // file without a name, and notices (`is_called`).
        let _ = fs::remove_file(&self.file);
    }
}

/// Takes a free port. An error says why there is none.
pub fn lease() -> Result<Lease, String> {
    // The user's own names: another user's files could not be opened.
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
            // In a folder that others write to, anything may have this name: the next port will do.
            Err(error) => trouble = format!(" ({}: {error})", file.display()),
        }
    }
    Err(format!("all ports from {FIRST} to {} are taken{trouble}", FIRST + COUNT - 1))
}

/// The file, locked; `None` if another process has the lock.
fn locked(file: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    // To open a pipe would be to wait for a reader.
    options.write(true).create(true).truncate(false).custom_flags(libc::O_NONBLOCK);
    let lock = options.open(file)?;
    Ok((lock.try_lock().is_ok() && is_called(&lock, file)).then_some(lock))
}

/// Whether this open file is still the one of that name.
pub fn is_called(open: &File, name: &Path) -> bool {
    let identity = |file: fs::Metadata| (file.dev(), file.ino());
    match (open.metadata(), fs::symlink_metadata(name)) {
        (Ok(open), Ok(named)) => identity(open) == identity(named),
        _ => false,
    }
}

/// Removes the lock of a port that nobody holds, be it that its checker was killed.
pub fn remove_if_free(name: &Path) {
    let Ok(lock) = File::options().write(true).open(name) else { return };
    if lock.try_lock().is_ok() && is_called(&lock, name) {
        let _ = fs::remove_file(name);
    }
}

/// Whether a program that does not ask for reuse could have it.
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
    fn a_lease_is_nobody_elses_and_leaves_nothing_behind() {
        let (one, other) = (lease().unwrap(), lease().unwrap());
        assert_ne!(one.port(), other.port());
        let file = one.file.clone();
        // Somebody who has opened the file before it went must not take its lock for the port's.
        let late = File::options().write(true).open(&file).unwrap();
        assert!(late.try_lock().is_err());
        drop(one);
        assert!(!file.exists() && late.try_lock().is_ok() && !is_called(&late, &file));
    }

    #[test]
    fn what_is_not_a_lock_file_of_ours_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let (directory, pipe) = (folder.path().join("directory"), folder.path().join("pipe"));
        fs::create_dir(&directory).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // An error, and no wait for a reader.
        assert!(locked(&directory).is_err() && locked(&pipe).is_err());
        assert!(locked(&folder.path().join("file")).unwrap().is_some());
    }
}
