//! The end of a traced thread. The kernel keeps a traced thread that has ended until its tracer asks for its
//! status, and it keeps the thread's process as long (ptrace(2), "Death under ptrace").

use std::io;
use std::time::{Duration, Instant};

use super::proc;
use crate::common::let_others_run;
use crate::facts::Pid;

/// A thread that was killed in a stop ends within this time.
const LONG: Duration = Duration::from_secs(1);

/// Asks for the status of a thread of which only the end is left. The first thread of our own child is left
/// out: its status is that of the child, and another part of this program asks for it.
pub(super) fn reap(tid: Pid) {
    if is_first_of_own_child(tid) {
        return;
    }
    let patience = Instant::now() + LONG;
    while !has_reaped(tid) && Instant::now() < patience {
        let_others_run();
    }
}

/// Whether nothing is left of the thread, or not for us.
fn has_reaped(tid: Pid) -> bool {
    let mut status = 0;
    let flags = libc::WNOHANG | libc::__WALL;
    // SAFETY: waitpid(2) with a live place for the status.
    match unsafe { libc::waitpid(tid, &raw mut status, flags) } {
        0 => false,
        -1 => io::Error::last_os_error().kind() != io::ErrorKind::Interrupted,
        _ => libc::WIFEXITED(status) || libc::WIFSIGNALED(status),
    }
}

fn is_first_of_own_child(tid: Pid) -> bool {
    let Ok(status) = proc::read(format!("/proc/{tid}/status")) else { return false };
    let number = |key: &str| {
        status.lines().find_map(|line| line.strip_prefix(key)?.trim().parse::<Pid>().ok())
    };
    let own = std::process::id().cast_signed();
    number("Tgid:") == Some(tid) && number("PPid:") == Some(own)
}
