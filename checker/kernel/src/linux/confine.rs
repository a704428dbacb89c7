//! Confines a command of a stranger, such as a build: it runs in a cell and in a room of its own.
//!
//! The process that is started enters the cell and stays outside, as a judge does. It starts the command
//! inside, waits for it, and ends the cell.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::cell::{Cell, die_with_parent};
use super::child::{Walls, put_up, set_limit};
use crate::common;
use crate::facts::Pid;

/// The most of the machine that each process of a confined command gets (getrlimit(2)).
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// Bytes of memory for its data (`RLIMIT_DATA`).
    pub memory: u64,
    /// Bytes of a file that it writes (`RLIMIT_FSIZE`).
    pub file_size: u64,
}

/// Runs the command behind these walls. With a room, it runs in a cell, too, and if that cannot be entered,
/// the command does not start.
pub fn confine(command: &mut Command, walls: Walls, share: Share) {
    // SAFETY: the child has one thread. It allocates, which glibc makes safe after a fork.
    unsafe {
        command.pre_exec(move || {
            die_with_parent(libc::SIGKILL);
            set_limit(libc::RLIMIT_CORE, 0);
            if matches!(walls, Walls::Room(..)) {
                step_inside()?;
            }
            set_limit(libc::RLIMIT_DATA, share.memory);
            set_limit(libc::RLIMIT_FSIZE, share.file_size);
            put_up(&walls)
        });
    }
}

/// Returns in a new process inside a new cell. This process waits for it outside, and does not return.
fn step_inside() -> io::Result<()> {
    let cell = Cell::enter(false).map_err(|missing| io::Error::other(missing.why))?;
    // SAFETY: this process has one thread.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            // The cell ends with the process outside, and not with this one.
            std::mem::forget(cell);
            Ok(())
        }
        child => wait_outside(child, &cell),
    }
}

/// Waits for the command's process, ends the cell, and ends as the command did.
fn wait_outside(child: Pid, cell: &Cell) -> ! {
    // The pipe on which the standard library waits for `execve` has to close with the child's.
    // SAFETY: nothing uses these descriptors here.
    unsafe { libc::syscall(libc::SYS_close_range, 3u32, u32::MAX, 0u32) };
    let mut status = 0;
    // SAFETY: waitpid(2) with a live place for the status.
    while unsafe { libc::waitpid(child, &raw mut status, 0) } < 0
        && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
    {}
    cell.end();
    if libc::WIFSIGNALED(status) {
        let own = std::process::id() as Pid;
        let _ = common::signal_process(own, libc::WTERMSIG(status));
    }
    // SAFETY: _exit(2) does not return.
    unsafe { libc::_exit(libc::WEXITSTATUS(status)) }
}
