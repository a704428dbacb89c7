//! A fence around a program (landlock(7)): it may write only to some folders, and cannot signal or trace a
//! process outside. Reading is unrestricted. No privileges are needed.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::cell::in_a_child;
use super::seccomp::no_new_privileges;
use crate::common;
use crate::missing::Missing;

/// `LANDLOCK_ACCESS_FS_…` (linux/landlock.h).
const WRITE_FILE: u64 = 1 << 1;
const REMOVE_DIR: u64 = 1 << 4;
const MAKE_SYM: u64 = 1 << 12;
const REFER: u64 = 1 << 13;
const TRUNCATE: u64 = 1 << 14;
const IOCTL_DEV: u64 = 1 << 15;

/// `LANDLOCK_SCOPE_…`: abstract Unix sockets and signals.
const SCOPES: u64 = 0b11;

/// Files that any program may write to. `/dev/shm` holds POSIX semaphores and shared memory.
const COMMON: [&str; 7] =
    ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/shm"];

/// `struct landlock_ruleset_attr`.
#[repr(C)]
#[derive(Default)]
struct Ruleset {
    files: u64,
    network: u64,
    scopes: u64,
}

/// `struct landlock_path_beneath_attr`.
#[repr(C, packed)]
struct Beneath {
    allowed: u64,
    parent: i32,
}

/// A fence that is ready to be applied to a process.
#[derive(Debug)]
pub struct Fence(OwnedFd);

impl Fence {
    /// Inside, a program may write beneath these folders and to a few devices. A missing folder is skipped.
    pub fn around(folders: &[&Path]) -> Result<Fence, Missing> {
        let missing = |error: io::Error| Missing::new("a fence (Landlock)", error);
        let version = version().map_err(missing)?;
        if version < 2 {
            // Version 1 forbids every rename from one folder to another, since `REFER` came later.
            // Correct programs do such renames.
            let why = format!("this kernel's Landlock has version {version}, and 2 is needed");
            return Err(Missing::new("a fence (Landlock)", why));
        }
        let (in_folder, in_file) = rights(version);
        let scopes = if version >= 6 { SCOPES } else { 0 };
        let ruleset = Ruleset { files: in_folder | in_file, network: 0, scopes };
        let size = if version >= 6 { size_of::<Ruleset>() } else { size_of::<u64>() };
        // SAFETY: landlock_create_ruleset(2) reads `size` bytes of a live struct.
        let fd = unsafe {
            libc::syscall(libc::SYS_landlock_create_ruleset, &raw const ruleset, size, 0u32)
        };
        if fd < 0 {
            return Err(missing(io::Error::last_os_error()));
        }
        // SAFETY: the kernel has just given us this descriptor.
        let fence = Fence(unsafe { common::own(fd as i32) });
        for place in folders.iter().copied().chain(COMMON.iter().map(Path::new)) {
            // A missing place needs no permission.
            let open = File::options().read(true).custom_flags(libc::O_PATH).open(place);
            let Ok(open) = open else { continue };
            let is_folder = open.metadata().is_ok_and(|metadata| metadata.is_dir());
            let allowed = if is_folder { in_folder | in_file } else { in_file };
            let rule = Beneath { allowed, parent: open.as_raw_fd() };
            // SAFETY: landlock_add_rule(2) reads a live struct of the type that 1
            // (`LANDLOCK_RULE_PATH_BENEATH`) stands for.
            let added = unsafe {
                let fd = fence.0.as_raw_fd();
                libc::syscall(libc::SYS_landlock_add_rule, fd, 1, &raw const rule, 0u32)
            };
            if added != 0 {
                return Err(missing(io::Error::last_os_error()));
            }
        }
        Ok(fence)
    }

    /// Applies the fence to this process and all that it starts. The process must have set
    /// `PR_SET_NO_NEW_PRIVS` before. Makes one system call, so that it may be called between fork and exec.
    pub(super) fn put_up(&self) -> io::Result<()> {
        // SAFETY: landlock_restrict_self(2) takes two numbers.
        let done =
            unsafe { libc::syscall(libc::SYS_landlock_restrict_self, self.0.as_raw_fd(), 0u32) };
        if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }
}

/// The rights that this version controls: those for a folder, and those that also apply to a single file.
fn rights(version: i64) -> (u64, u64) {
    // All from `REMOVE_DIR` to `MAKE_SYM`.
    let in_folder = ((MAKE_SYM << 1) - REMOVE_DIR) | REFER;
    let truncate = if version >= 3 { TRUNCATE } else { 0 };
    let control = if version >= 5 { IOCTL_DEV } else { 0 };
    (in_folder, WRITE_FILE | truncate | control)
}

/// The version of the kernel's Landlock.
fn version() -> io::Result<i64> {
    const ASK_FOR_THE_VERSION: u32 = 1;
    let nothing = std::ptr::null::<Ruleset>();
    // SAFETY: with this flag the call reads no memory.
    match unsafe {
        libc::syscall(libc::SYS_landlock_create_ruleset, nothing, 0usize, ASK_FOR_THE_VERSION)
    } {
        -1 => Err(io::Error::last_os_error()),
        version => Ok(version),
    }
}

/// Whether this machine has fences, and the accesses that they restrict.
pub fn probe() -> Result<&'static str, Missing> {
    let fence = Fence::around(&[])?;
    in_a_child(|| {
        no_new_privileges();
        fence.put_up().map_err(|error| Missing::new("a fence (Landlock)", error))
    })?;
    let version = version().unwrap_or(0);
    Ok(match version {
        6.. => "files, tracing, signals and abstract sockets",
        _ => "files and tracing; signals need Linux 6.12",
    })
}
