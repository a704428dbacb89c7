//! Whether a program allows observation. The kernel shows a parent the waits and the descriptors of its
//! child (proc(5)). It does not if the child is not "dumpable" (`PR_SET_DUMPABLE`, prctl(2)), or runs a
//! file that the parent may not read. If the machine shows other children, the program itself causes
//! that.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use super::proc;
use crate::facts::Pid;
use crate::missing::Missing;
use crate::reap;

/// From now on no process of the same user may trace this one, read or write its memory, or take its
/// descriptors. Forked children inherit that. A program started by exec is not affected.
pub fn refuse_tracers() {
    set_dumpable(false);
}

pub(super) fn set_dumpable(to: bool) {
    // SAFETY: prctl(2) with numbers only. It cannot fail with these.
    unsafe { libc::prctl(libc::PR_SET_DUMPABLE, libc::c_ulong::from(to), 0, 0, 0) };
}

pub(super) fn is_dumpable() -> bool {
    // SAFETY: prctl(2) with numbers only.
    unsafe { libc::prctl(libc::PR_GET_DUMPABLE, 0, 0, 0, 0) == 1 }
}

/// Whether this process prevents observation on a machine that shows other children.
pub fn hides(pid: Pid) -> bool {
    refuses(pid) && shows_a_child()
}

/// Whether the kernel does not report what a thread of this process waits for. The kernel does not
/// report it for a thread that is about to end, either, but that is not a refusal.
fn refuses(pid: Pid) -> bool {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return false };
    let is_refused = |task: &Path| {
        let content = proc::read(task.join("syscall"));
        content.is_err_and(|error| matches!(error.raw_os_error(), Some(libc::EACCES | libc::EPERM)))
    };
    // Check this afterwards: a thread that has begun to end does not revert.
    tasks.flatten().any(|task| is_refused(&task.path()) && !is_ending(&task.path()))
}

/// Whether a thread has ended, or is about to (`PF_EXITING`, proc_pid_stat(5), `flags`). The kernel does not
/// report the call of such a thread, except to root: its files in `/proc` are root's from the moment at which it
/// has given up its memory.
pub(super) fn is_ending(task: &Path) -> bool {
    const EXITING: u64 = 4;
    let Ok(line) = proc::read(task.join("stat")) else { return true };
    let fields = line.rsplit_once(") ").map(|(_, fields)| fields.split_ascii_whitespace());
    let flags = fields.and_then(|mut fields| fields.nth(6)?.parse::<u64>().ok());
    flags.is_none_or(|flags| flags & EXITING != 0)
}

/// Whether this machine shows a child that does nothing to prevent it. Tried once.
fn shows_a_child() -> bool {
    static SHOWS: OnceLock<bool> = OnceLock::new();
    *SHOWS.get_or_init(|| try_a_child().unwrap_or(false))
}

fn try_a_child() -> Result<bool, Missing> {
    let missing = |error: io::Error| Missing::new("observing a child", error);
    let (mut from_child, to_us) = io::pipe().map_err(missing)?;
    let (from_us, to_child) = io::pipe().map_err(missing)?;
    // SAFETY: the child makes system calls only, and exits without running our exit handlers.
    let child = match unsafe { libc::fork() } {
        -1 => return Err(missing(io::Error::last_os_error())),
        0 => {
            drop(to_child);
            set_dumpable(true);
            let _ = (&to_us).write_all(&[1]);
            let _ = (&from_us).read(&mut [0]);
            // SAFETY: _exit(2) does not return.
            unsafe { libc::_exit(0) }
        }
        child => child,
    };
    drop((to_us, from_us));
    let is_there = from_child.read_exact(&mut [0]).is_ok();
    let shows = is_there && !refuses(child);
    drop(to_child);
    reap::wait_for_child(child).map_err(missing)?;
    Ok(shows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_hides_nothing_is_shown() {
        assert!(try_a_child().unwrap());
        assert!(!hides(std::process::id().cast_signed()));
    }

    /// Many children are checked in the middle of their end, when the kernel has already released their
    /// memory.
    #[test]
    #[expect(clippy::zombie_processes, reason = "`end_of_child` waits for it")]
    fn a_child_that_ends_does_not_hide() {
        for _ in 0..200 {
            let child = std::process::Command::new("true").spawn().unwrap();
            let pid = child.id().cast_signed();
            while reap::end_of_child(pid).unwrap().is_none() {
                assert!(!refuses(pid));
            }
        }
    }
}
