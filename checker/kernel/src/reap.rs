//! Waits for the children of this process, reaps them, and reports how they ended (wait(2)).

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::facts::Pid;

/// Waits for a child of this process to end, and reaps it (waitpid(2)).
pub fn wait_for_child(pid: Pid) -> io::Result<ExitStatus> {
    loop {
        if let Some(status) = next_end(pid, 0)? {
            return Ok(status);
        }
    }
}

/// Reaps a child of this process if it has ended; `None` while it runs.
pub fn end_of_child(pid: Pid) -> io::Result<Option<ExitStatus>> {
    next_end(pid, libc::WNOHANG)
}

/// Calls waitpid(2) until it reports an end. A child that asked to be traced (`PTRACE_TRACEME`) reports stops
/// as well. A stop is not an end, and nothing here traces the child, so it is released.
fn next_end(pid: Pid, flags: libc::c_int) -> io::Result<Option<ExitStatus>> {
    loop {
        let mut status = 0;
        // SAFETY: waitpid(2) with a live place for the status.
        match unsafe { libc::waitpid(pid, &raw mut status, flags) } {
            0 => return Ok(None),
            -1 => {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
            _ if libc::WIFEXITED(status) || libc::WIFSIGNALED(status) => {
                return Ok(Some(ExitStatus::from_raw(status)));
            }
            _ => {
                #[cfg(all(target_os = "linux", not(portable)))]
                let_go(pid, status);
            }
        }
    }
}

/// Restores the default action of `SIGCHLD`. A process whose parent ignored that signal ignores it
/// too, and then the kernel reaps its children before it can ask how they ended (wait(2)).
pub fn restore_child_signal() {
    // SAFETY: signal(2) with two constants.
    unsafe { libc::signal(libc::SIGCHLD, libc::SIG_DFL) };
}

/// Releases a stopped child that made this process its tracer (`PTRACE_TRACEME`, ptrace(2)). `status` is what
/// waitpid(2) reported about the stop. Its signals reach it as if it were not traced.
#[cfg(all(target_os = "linux", not(portable)))]
fn let_go(pid: Pid, status: libc::c_int) {
    let signal = match libc::WSTOPSIG(status) {
        // The kernel's own report that a traced process has called `execve`.
        libc::SIGTRAP => 0,
        signal => signal,
    };
    let nothing = std::ptr::null_mut::<libc::c_void>();
    // SAFETY: ptrace(2) with numbers only.
    unsafe { libc::ptrace(libc::PTRACE_DETACH, pid, nothing, signal as libc::c_long) };
}
