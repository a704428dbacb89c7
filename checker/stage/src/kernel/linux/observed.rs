//! Whether a program lets itself be observed. The kernel shows a parent what its child waits for and
//! what it holds (proc(5)). It stops when the child is not "dumpable" (`PR_SET_DUMPABLE`, prctl(2)),
//! or runs a file that it may not read. Where the machine shows other children, that is the
//! program's own doing.

use std::fs;
use std::io::{self, Read, Write};
use std::sync::OnceLock;

use super::super::Pid;
use super::super::common;
use super::kin::alive;
use crate::fault::Missing;

/// From now on no process of the same user may trace this one, or read and write its memory, or take
/// its descriptors; nor those that are forked from it. A program that is started anew is not affected.
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

/// Whether this process, which lives, refuses to be observed on a machine that shows other children.
pub fn hides(pid: Pid) -> bool {
    refuses(pid) && alive(pid) && shows_a_child()
}

fn refuses(pid: Pid) -> bool {
    let look = || {
        super::proc::read(format!("/proc/{pid}/syscall"))?;
        fs::read_dir(format!("/proc/{pid}/fd")).map(drop)
    };
    look().is_err_and(|error: io::Error| is_refusal(&error))
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EACCES | libc::EPERM))
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
    // SAFETY: the child makes system calls only, and leaves without running our exits.
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
    common::wait_for_child(child).map_err(missing)?;
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
}
