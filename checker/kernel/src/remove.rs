//! Removes a folder and everything in it, whatever a program has created there: folders nested 30,000
//! deep, and folders without read or write permission.
//!
//! A recursive descent into such a tree would need a stack frame or a descriptor for each level. Instead, the
//! tree is flattened: subfolders move up beside their parent, until nothing is left. A few descriptors are
//! enough for that.

use std::collections::BTreeSet;
use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::{Mutex, mpsc};

use rustix::fs::{AtFlags, CWD, Dir, Mode, OFlags, fchmod, openat, renameat, unlinkat};
use rustix::io::Errno;

/// The number of names read at a time, so that a folder with millions of files takes little memory.
const AT_A_TIME: usize = 1000;
/// This many folders are removed one after another; beyond that, threads help. On many file systems each
/// removal waits for the disk, but many can wait together.
const FEW: u64 = 100;
const HELPERS: usize = 8;

/// Removes the folder. Entries that cannot be removed (another user's) stay, with the folders around them.
/// The error is the first one. Gives up as soon as `goes_on` returns false.
pub fn remove_tree(path: &Path, goes_on: impl Fn() -> bool) -> io::Result<()> {
    let top = open_folder(CWD, path)?;
    let mut left = BTreeSet::new();
    let mut first_error = None;
    let mut flat = Flat { top: top.as_fd(), moved: 0, emptied: 0 };
    loop {
        let names = names_in(top.as_fd(), |name| !left.contains(name))?;
        if names.is_empty() {
            break;
        }
        for (name, error) in flat.clear_all(names, &goes_on) {
            first_error.get_or_insert(error);
            left.insert(name);
        }
        if !goes_on() {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
    }
    match first_error {
        Some(error) => Err(error.into()),
        None => std::fs::remove_dir(path),
    }
}

/// A folder into which everything below it moves.
struct Flat<'t> {
    top: BorrowedFd<'t>,
    /// Folders that were moved so far: each gets its own name.
    moved: u64,
    /// Folders that were emptied so far.
    emptied: u64,
}

/// An empty folder. It is freed when its descriptor is closed, which is what takes time.
type Emptied = (CString, OwnedFd);

impl Flat<'_> {
    /// Removes these entries, and all entries that move up from them. Returns those that it could not
    /// remove.
    fn clear_all(&mut self, mut names: Vec<CString>, goes_on: &impl Fn() -> bool) -> Vec<Left> {
        let top = self.top;
        let left = Mutex::new(Vec::new());
        let give_up = |name, error| left.lock().expect("no panic").push((name, error));
        let remove_folder = |(name, folder): Emptied| {
            if let Err(error) = unlinkat(top, &name, AtFlags::REMOVEDIR) {
                give_up(name, error);
            }
            drop(folder);
        };
        let (sender, receiver) = mpsc::sync_channel::<Emptied>(HELPERS);
        let receiver = Mutex::new(receiver);
        let helps = || {
            let next = || receiver.lock().ok()?.recv().ok();
            while let Some(emptied) = next() {
                remove_folder(emptied);
            }
        };
        std::thread::scope(|scope| {
            let mut has_helpers = false;
            // Dropping the sender at the end of this block ends the helpers.
            let sender = sender;
            while let Some(name) = names.pop()
                && goes_on()
            {
                match self.empty(&name, &mut names) {
                    Ok(None) => {}
                    Ok(Some(folder)) if self.emptied < FEW => remove_folder((name, folder)),
                    Ok(Some(folder)) => {
                        if !has_helpers {
                            (0..HELPERS).for_each(|_| drop(scope.spawn(helps)));
                            has_helpers = true;
                        }
                        sender.send((name, folder)).expect("the receiver outlives the scope");
                    }
                    Err(error) => give_up(name, error),
                }
            }
        });
        left.into_inner().expect("no panic")
    }

    /// Removes a file, or empties a folder and returns it. The folders in it move up, and their new names are
    /// added to `names`.
    fn empty(&mut self, name: &CStr, names: &mut Vec<CString>) -> Result<Option<OwnedFd>, Errno> {
        if remove(self.top, name)? {
            return Ok(None);
        }
        self.emptied += 1;
        let folder = open_folder(self.top, name)?;
        loop {
            let inside = names_in(folder.as_fd(), |_| true)?;
            if inside.is_empty() {
                return Ok(Some(folder));
            }
            for inner in inside {
                if !remove(folder.as_fd(), &inner)? {
                    names.push(self.move_up(folder.as_fd(), &inner)?);
                }
            }
        }
    }

    /// Moves a folder to the top. Returns its new name.
    fn move_up(&mut self, folder: BorrowedFd<'_>, name: &CStr) -> Result<CString, Errno> {
        let mut may_retry = true;
        loop {
            self.moved += 1;
            let new = CString::new(format!("moved-{}", self.moved)).expect("no zero");
            match renameat(folder, name, self.top, &new) {
                Ok(()) => return Ok(new),
                // A folder without write permission cannot change its parent.
                Err(Errno::ACCESS) if may_retry => {
                    permit(folder, name)?;
                    may_retry = false;
                }
                // The program has created an entry of that name.
                Err(Errno::EXIST | Errno::NOTEMPTY | Errno::NOTDIR) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// An entry that could not be removed, and why.
type Left = (CString, Errno);

/// Removes a file or an empty folder; `false` for a folder that is not empty.
fn remove(folder: BorrowedFd<'_>, name: &CStr) -> Result<bool, Errno> {
    let attempt = || match unlinkat(folder, name, AtFlags::empty()) {
        // Linux and POSIX return different errors for "is a folder".
        Err(Errno::ISDIR | Errno::PERM) => unlinkat(folder, name, AtFlags::REMOVEDIR),
        other => other,
    };
    let done = match attempt() {
        // The folder around it is not writable.
        Err(Errno::ACCESS) => {
            fchmod(folder, Mode::RWXU)?;
            attempt()
        }
        done => done,
    };
    match done {
        Ok(()) | Err(Errno::NOENT) => Ok(true),
        Err(Errno::EXIST | Errno::NOTEMPTY) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens a folder without following links, and makes it readable if necessary.
fn open_folder<P: rustix::path::Arg + Copy>(at: BorrowedFd<'_>, name: P) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let open = || openat(at, name, flags, Mode::empty());
    match open() {
        Err(Errno::ACCESS) => {
            permit(at, name)?;
            open()
        }
        opened => opened,
    }
}

/// Gives the owner all permissions on a folder.
fn permit<P: rustix::path::Arg + Copy>(at: BorrowedFd<'_>, name: P) -> Result<(), Errno> {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::AsRawFd;
        // Linux changes the mode of a link's target, but not through such a descriptor.
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let folder = openat(at, name, flags, Mode::empty())?;
        let path = format!("/proc/self/fd/{}", folder.as_raw_fd());
        rustix::fs::chmodat(CWD, path, Mode::RWXU, AtFlags::empty())
    }
    #[cfg(not(target_os = "linux"))]
    rustix::fs::chmodat(at, name, Mode::RWXU, AtFlags::SYMLINK_NOFOLLOW)
}

/// Some of the names in a folder that are `wanted`; empty if there are no more.
fn names_in(folder: BorrowedFd<'_>, wanted: impl Fn(&CStr) -> bool) -> Result<Vec<CString>, Errno> {
    let mut names = Vec::new();
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name != c"." && name != c".." && wanted(name) {
            names.push(name.to_owned());
        }
        if names.len() == AT_A_TIME {
            break;
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// A folder for one test.
    fn folder(name: &str) -> std::path::PathBuf {
        let name = format!("socketlings-test-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).unwrap();
        folder
    }

    #[test]
    fn a_tree_deeper_than_any_stack_goes_in_a_small_one() {
        let top = folder("deep");
        let mut at = open_folder(CWD, &*top).unwrap();
        for level in 0..30_000 {
            rustix::fs::mkdirat(&at, "deeper", Mode::RWXU).unwrap();
            if level % 1000 == 0 {
                openat(&at, "file", OFlags::CREATE | OFlags::WRONLY, Mode::RWXU).unwrap();
            }
            at = open_folder(at.as_fd(), "deeper").unwrap();
        }
        let small = std::thread::Builder::new().stack_size(128 << 10);
        let removed = small.spawn({
            let top = top.clone();
            move || remove_tree(&top, || true)
        });
        removed.unwrap().join().unwrap().unwrap();
        assert!(!top.exists());
    }

    #[test]
    fn a_removal_that_is_given_up_leaves_the_rest() {
        let top = folder("given-up");
        fs::create_dir_all(top.join("one/two")).unwrap();
        let error = remove_tree(&top, || false).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(top.exists());
        remove_tree(&top, || true).unwrap();
    }

    #[test]
    fn folders_without_rights_go_and_targets_of_links_stay() {
        let (top, outside) = (folder("rights"), folder("outside"));
        fs::write(outside.join("file"), "").unwrap();
        fs::create_dir_all(top.join("closed/inner/most")).unwrap();
        fs::write(top.join("closed/inner/file"), "").unwrap();
        fs::create_dir_all(top.join("many")).unwrap();
        for count in 0..AT_A_TIME + 10 {
            fs::write(top.join(format!("many/{count}")), "").unwrap();
        }
        // A name that the removal would choose itself.
        fs::write(top.join("moved-1"), "").unwrap();
        symlink(&outside, top.join("link")).unwrap();
        for closed in ["closed/inner/most", "closed/inner", "closed", ""] {
            let mode = if closed.is_empty() { 0o500 } else { 0o000 };
            fs::set_permissions(top.join(closed), fs::Permissions::from_mode(mode)).unwrap();
        }
        remove_tree(&top, || true).unwrap();
        assert!(!top.exists() && outside.join("file").exists());
        remove_tree(&outside, || true).unwrap();
    }
}
