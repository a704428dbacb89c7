//! A fence around a program (landlock(7)): it may write only to some folders, and cannot signal or trace a
//! process outside. If it is asked to, it bounds reading and the network, too. No privileges are needed.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::cell::in_a_child;
use super::seccomp::no_new_privileges;
use crate::common;
use crate::missing::Missing;

/// `LANDLOCK_ACCESS_FS_…` (linux/landlock.h).
const EXECUTE: u64 = 1 << 0;
const WRITE_FILE: u64 = 1 << 1;
const READ_FILE: u64 = 1 << 2;
const READ_DIR: u64 = 1 << 3;
const REMOVE_DIR: u64 = 1 << 4;
const MAKE_SYM: u64 = 1 << 12;
const REFER: u64 = 1 << 13;
const TRUNCATE: u64 = 1 << 14;
const IOCTL_DEV: u64 = 1 << 15;

/// `LANDLOCK_ACCESS_NET_BIND_TCP` and `…_CONNECT_TCP`.
const NETWORK: u64 = 0b11;

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
        let version = usable_version()?;
        let (in_folder, in_file) = rights(version);
        let fence =
            Fence::empty(version, Ruleset { files: in_folder | in_file, ..scoped(version) })?;
        for place in folders.iter().copied().chain(COMMON.iter().map(Path::new)) {
            fence.allow(place, in_folder, in_file)?;
        }
        Ok(fence)
    }

    /// Like [`Fence::around`], but a program may also read only `reads`, `writes` and a few devices. If it is
    /// `is_offline`, it may use no TCP either, if this kernel can refuse that (Linux 6.7).
    pub fn reading(
        reads: &[PathBuf],
        writes: &[&Path],
        is_offline: bool,
    ) -> Result<Fence, Missing> {
        let version = usable_version()?;
        let (in_folder, in_file) = rights(version);
        let files = in_folder | in_file | READ_DIR | READ_FILE | EXECUTE;
        let network = if is_offline && version >= 4 { NETWORK } else { 0 };
        let fence = Fence::empty(version, Ruleset { files, network, ..scoped(version) })?;
        for place in reads {
            fence.allow(place, READ_DIR, READ_FILE | EXECUTE)?;
        }
        for place in writes.iter().copied().chain(COMMON.iter().map(Path::new)) {
            fence.allow(place, in_folder | READ_DIR, in_file | READ_FILE | EXECUTE)?;
        }
        Ok(fence)
    }

    /// A fence that allows nothing of what it handles.
    fn empty(version: i64, ruleset: Ruleset) -> Result<Fence, Missing> {
        // Older versions know fewer fields (landlock_create_ruleset(2)).
        let fields = match version {
            6.. => 3,
            4.. => 2,
            _ => 1,
        };
        // SAFETY: landlock_create_ruleset(2) reads that many numbers of a live struct.
        let fd = unsafe {
            let size = fields * size_of::<u64>();
            libc::syscall(libc::SYS_landlock_create_ruleset, &raw const ruleset, size, 0u32)
        };
        if fd < 0 {
            return Err(missing(io::Error::last_os_error()));
        }
        // SAFETY: the kernel has just given us this descriptor.
        Ok(Fence(unsafe { common::own(fd as i32) }))
    }

    /// Allows this at the place, which needs no permission if it is missing.
    fn allow(&self, place: &Path, in_folder: u64, in_file: u64) -> Result<(), Missing> {
        let open = File::options().read(true).custom_flags(libc::O_PATH).open(place);
        let Ok(open) = open else { return Ok(()) };
        let is_folder = open.metadata().is_ok_and(|metadata| metadata.is_dir());
        let allowed = if is_folder { in_folder | in_file } else { in_file };
        let rule = Beneath { allowed, parent: open.as_raw_fd() };
        // SAFETY: landlock_add_rule(2) reads a live struct of the type that 1
        // (`LANDLOCK_RULE_PATH_BENEATH`) stands for.
        let added = unsafe {
            let fd = self.0.as_raw_fd();
            libc::syscall(libc::SYS_landlock_add_rule, fd, 1, &raw const rule, 0u32)
        };
        if added == 0 { Ok(()) } else { Err(missing(io::Error::last_os_error())) }
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

fn missing(error: io::Error) -> Missing {
    Missing::new("a fence (Landlock)", error)
}

/// Keeps signals and abstract sockets inside, if this version can.
fn scoped(version: i64) -> Ruleset {
    Ruleset { scopes: if version >= 6 { SCOPES } else { 0 }, ..Ruleset::default() }
}

/// The version of the kernel's Landlock, if it is new enough.
fn usable_version() -> Result<i64, Missing> {
    let version = version().map_err(missing)?;
    if version < 2 {
        // Version 1 forbids every rename from one folder to another, since `REFER` came later. Correct
        // programs do such renames.
        let why = format!("this kernel's Landlock has version {version}, and 2 is needed");
        return Err(Missing::new("a fence (Landlock)", why));
    }
    Ok(version)
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
