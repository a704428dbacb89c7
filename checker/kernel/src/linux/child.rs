//! A program's process before it starts: its limits and its walls.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::landlock::Fence;
use super::observed::set_dumpable;
use super::seccomp;
use crate::facts::Pid;

/// Prepares a program's process before it starts. It gets its own session: no key at the terminal and no
/// signal to our group reaches it, and its signals do not reach us. It writes no core files, has bounds
/// on memory and file size, and ends when we end. It gets walls: a fence, if there is one, and the calls
/// that [`seccomp`] refuses.
pub fn prepare_child(command: &mut Command, memory: u64, file_size: u64, fence: Option<Fence>) {
    let parent = std::process::id() as Pid;
    let limits =
        [(libc::RLIMIT_CORE, 0), (libc::RLIMIT_DATA, memory), (libc::RLIMIT_FSIZE, file_size)];
    // SAFETY: between fork and exec only system calls are made, which are async-signal-safe.
    unsafe {
        command.pre_exec(move || {
            libc::setsid();
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            if libc::getppid() != parent && libc::getppid() != 0 {
                return Err(io::Error::from_raw_os_error(libc::ESRCH));
            }
            for (what, most) in limits {
                let limit = libc::rlimit { rlim_cur: most, rlim_max: most };
                // A limit that is already lower is fine.
                libc::setrlimit(what, &raw const limit);
            }
            // A machine without these walls still plays the case; `doctor` reports what is missing.
            seccomp::no_new_privileges();
            if let Some(fence) = &fence {
                let _ = fence.put_up();
            }
            let _ = seccomp::install();
            // Our own flag may be off, and then the program would become observable only a moment after
            // its start.
            set_dumpable(true);
            Ok(())
        });
    }
}

/// Kills the command's process when the thread that starts it ends (`PR_SET_PDEATHSIG`, prctl(2)).
pub fn end_with_parent(command: &mut Command) {
    // SAFETY: between fork and exec only prctl(2) is called, which is async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            Ok(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reap;

    #[test]
    fn a_child_that_asks_to_be_traced_has_not_ended() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 7"]);
        let trace_me = || {
            let nothing = std::ptr::null_mut::<libc::c_void>();
            // SAFETY: ptrace(2) with numbers only.
            match unsafe { libc::ptrace(libc::PTRACE_TRACEME, 0, nothing, nothing) } {
                0 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        };
        // SAFETY: one system call between fork and exec.
        unsafe { command.pre_exec(trace_me) };
        let pid = command.spawn().unwrap().id().cast_signed();
        let exit = reap::wait_for_child(pid).unwrap();
        assert_eq!(exit.code(), Some(7), "its stop at `execve` is not its end");
    }
}
