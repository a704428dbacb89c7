//! Stops processes for a moment with `SIGSTOP` and resumes them. Stopping must have no other effect: no
//! signal may reach another thread because of it, and none may be sent because of it.

use std::fs;
use std::io;
use std::time::Instant;

use super::processes::{Stat, alive, children};
use super::{fdinfo, proc};
use crate::common;
use crate::facts::Pid;
use crate::missing::Missing;

/// Stops the processes (`SIGSTOP`), and returns once the kernel reports each of them as stopped. A
/// process that waits in a call which no signal ends cannot be stopped. The result is then an error at
/// the time `patience`.
pub fn stop(pids: &[Pid], patience: Instant) -> Result<(), Missing> {
    let missing = |why: String| Missing::new("stopping a program", why);
    for pid in pids {
        common::signal_process(*pid, libc::SIGSTOP).map_err(|error| missing(error.to_string()))?;
    }
    for pid in pids {
        while alive(*pid) && !threads_are_stopped(*pid) {
            if Instant::now() > patience {
                return Err(missing(format!("process {pid} does not stop")));
            }
            common::let_others_run();
        }
    }
    Ok(())
}

fn threads_are_stopped(pid: Pid) -> bool {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return true };
    tasks.flatten().all(|task| {
        proc::read(task.path().join("stat")).map_or(true, |line| {
            line.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['T', 't', 'Z', 'X']))
        })
    })
}

/// Sends a signal to a process that may be stopped. The kernel delivers a process's signal to its first
/// thread, unless that thread blocks it or is stopped. If the thread is stopped, any thread may take the
/// signal when the process resumes, although many programs wait for it in the first one. So the signal
/// is sent to that thread itself (tgkill(2)).
pub fn signal_first_thread(pid: Pid, signal: i32) -> io::Result<()> {
    let is_there = Stat::of(pid).is_some_and(|stat| !matches!(stat.state, 'Z' | 'X'));
    if !is_there || fdinfo::signals(pid, "SigBlk:") & (1 << (signal - 1)) != 0 {
        return common::signal_process(pid, signal);
    }
    // SAFETY: tgkill(2) takes three numbers and touches no memory of ours.
    match unsafe { libc::syscall(libc::SYS_tgkill, pid, pid, signal) } {
        0 => Ok(()),
        _ => common::signal_process(pid, signal),
    }
}

/// Whether the process catches `SIGCHLD` and has children. Stopping the children would send it that signal
/// (`CLD_STOPPED`, sigaction(2)), which may interrupt its calls.
pub fn catches_sigchld_with_children(pid: Pid) -> bool {
    fdinfo::signals(pid, "SigCgt:") & (1 << (libc::SIGCHLD - 1)) != 0
        && Stat::of(pid).is_some_and(|stat| children(pid, &stat).into_iter().any(alive))
}

/// Resumes stopped processes (`SIGCONT`). A process that has ended in the meantime is not an error.
pub fn resume(pids: &[Pid]) {
    for pid in pids {
        let _ = common::signal_process(*pid, libc::SIGCONT);
    }
}
