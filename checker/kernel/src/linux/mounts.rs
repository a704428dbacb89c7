//! The mounts that a process sees (mount_namespaces(7)): its own copy of them, and what it changes there.

use std::ffi::CString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

/// `MOUNT_ATTR_…` (mount_setattr(2)).
const RDONLY: u64 = 1;
const NOSUID: u64 = 2;

/// `struct mount_attr` (mount_setattr(2)).
#[repr(C)]
#[derive(Default)]
struct Attributes {
    set: u64,
    clear: u64,
    propagation: u64,
    user_namespace: u64,
}

/// Gives this process its own mounts. Changes on either side do not reach the other. The process must have
/// one thread only, and be in a cell.
pub fn make_own() -> io::Result<()> {
    // SAFETY: unshare(2) takes one number; this process has one thread.
    done(unsafe { libc::unshare(libc::CLONE_NEWNS) }.into())?;
    mount(None, Path::new("/"), None, libc::MS_REC | libc::MS_PRIVATE, None)
}

/// Shows a file or a folder, with everything mounted below it, at another place.
pub fn bind(source: &Path, target: &Path) -> io::Result<()> {
    mount(Some(source), target, None, libc::MS_BIND | libc::MS_REC, None)
}

/// Mounts an empty folder that holds at most this many bytes of memory (tmpfs(5)). It belongs to this
/// process's user, and other users have no access to it.
pub fn empty_folder(target: &Path, bytes: u64) -> io::Result<()> {
    /// One file for each page of this size, and not the default: half as many as the machine has pages.
    const PER_FILE: u64 = 4096;
    let files = bytes / PER_FILE;
    let options = format!("size={bytes},nr_inodes={files},mode=0700");
    mount(None, target, Some("tmpfs"), libc::MS_NOSUID | libc::MS_NODEV, Some(&options))
}

/// Mounts the processes of this process's own namespace, to read only (proc(5)). Those that it may not trace,
/// such as the first of a cell, have no files there.
pub fn processes(target: &Path) -> io::Result<()> {
    let flags = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC | libc::MS_RDONLY;
    mount(None, target, Some("proc"), flags, Some("hidepid=ptraceable"))
}

/// Makes everything that is mounted at this place and below it read-only, without set-user-ID programs.
pub fn forbid_writing(target: &Path) -> io::Result<()> {
    let all = Attributes { set: RDONLY | NOSUID, ..Attributes::default() };
    change(target, libc::AT_RECURSIVE, &all)
}

/// Allows writing to what is mounted at this place.
pub fn allow_writing(target: &Path) -> io::Result<()> {
    change(target, 0, &Attributes { clear: RDONLY, ..Attributes::default() })
}

/// Makes `root` the root of all mounts, and puts the old root at `old` (pivot_root(2)).
pub fn change_root(root: &Path, old: &Path) -> io::Result<()> {
    let (root, old) = (text(root)?, text(old)?);
    // SAFETY: pivot_root(2) with two strings that live as long as the call.
    done(unsafe { libc::syscall(libc::SYS_pivot_root, root.as_ptr(), old.as_ptr()) })
}

/// Takes away what is mounted at this place, even if it is in use.
pub fn take_away(target: &Path) -> io::Result<()> {
    let target = text(target)?;
    // SAFETY: umount2(2) with a string that lives as long as the call.
    done(unsafe { libc::umount2(target.as_ptr(), libc::MNT_DETACH) }.into())
}

fn mount(
    source: Option<&Path>,
    target: &Path,
    kind: Option<&str>,
    flags: libc::c_ulong,
    options: Option<&str>,
) -> io::Result<()> {
    let (source, target) = (source.map(text).transpose()?, text(target)?);
    let (kind, options) =
        (kind.map(CString::new).transpose()?, options.map(CString::new).transpose()?);
    let pointer = |words: &Option<CString>| words.as_ref().map_or(ptr::null(), |one| one.as_ptr());
    // SAFETY: mount(2) with strings that live as long as the call, or null.
    let result = unsafe {
        let options = pointer(&options).cast();
        libc::mount(pointer(&source), target.as_ptr(), pointer(&kind), flags, options)
    };
    done(result.into())
}

fn change(target: &Path, flags: i32, attributes: &Attributes) -> io::Result<()> {
    let target = text(target)?;
    // SAFETY: mount_setattr(2) reads a string and a struct that live as long as the call.
    let result = unsafe {
        let (at, size) = (libc::AT_FDCWD, size_of::<Attributes>());
        let attributes = ptr::from_ref(attributes);
        libc::syscall(libc::SYS_mount_setattr, at, target.as_ptr(), flags, attributes, size)
    };
    done(result)
}

fn text(path: &Path) -> io::Result<CString> {
    Ok(CString::new(path.as_os_str().as_bytes())?)
}

fn done(result: libc::c_long) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
