//! Events that may wake a program in addition to the call that it waits in: timers that send a signal,
//! timers behind descriptors, and the descriptors that an epoll set watches. Read from `/proc/PID`
//! (proc(5)).

use std::time::{Duration, Instant};

use super::proc;
use super::processes::descriptors;
use super::runtimes;
use crate::facts::{Interest, Pid, Until};

/// Whether the process's waits may be interrupted by something that no descriptor and no call shows. It
/// may be a signal from its own timer (alarm(2), timer_create(2)), or an io_uring(7) ring, in which the
/// kernel works for the process.
pub fn may_be_interrupted(pid: Pid) -> bool {
    let Ok(status) = proc::read(format!("/proc/{pid}/status")) else { return false };
    let (caught, blocked) = (proc::mask(&status, "SigCgt:"), proc::mask(&status, "SigBlk:"));
    let alarm = 1u64 << (libc::SIGALRM - 1);
    // The kernel does not report whether an alarm is set, so a process that handles the signal is
    // assumed to have set one. A runtime that always handles it is not evidence of an alarm.
    let is_ruby = runtimes::is_ruby(&status);
    if (caught & alarm != 0 && !is_ruby && !runtimes::is_go(pid, caught)) || blocked & alarm != 0 {
        return true;
    }
    // A kernel without this file was built without it (CONFIG_POSIX_TIMERS, proc(5)).
    let timers = proc::read(format!("/proc/{pid}/timers")).unwrap_or_default();
    let mut signals = timers.lines().filter(|line| line.starts_with("signal:"));
    signals.any(|line| !is_ruby || !runtimes::is_timer_of_ruby(line))
        || descriptors(pid).iter().any(|(_, target)| target.contains("[io_uring]"))
}

/// Whether a signal does something other than end the process: it catches, ignores or blocks it.
pub fn is_ready_for(pid: Pid, signal: i32) -> bool {
    let bit = 1u64 << (signal - 1);
    ["SigCgt:", "SigIgn:", "SigBlk:"].iter().any(|set| signals(pid, set) & bit != 0)
}

/// A set of signals in `/proc/PID/status`: caught ones (`SigCgt:`), or those that the first thread blocks
/// (`SigBlk:`). Signal 1 is the lowest bit.
pub(super) fn signals(pid: Pid, set: &str) -> u64 {
    proc::read(format!("/proc/{pid}/status")).map_or(0, |status| proc::mask(&status, set))
}

/// When the timer behind a descriptor (timerfd_create(2)) makes it readable.
pub fn timer(pid: Pid, fd: i32) -> Until {
    let Ok(info) = proc::read(format!("/proc/{pid}/fdinfo/{fd}")) else {
        return Until::Sometime;
    };
    let value = info.lines().find_map(|line| line.strip_prefix("it_value:"));
    let left = value.and_then(|value| {
        let (seconds, nanos) = value.trim().trim_matches(['(', ')']).split_once(',')?;
        Some(Duration::new(seconds.trim().parse().ok()?, nanos.trim().parse().ok()?))
    });
    match left {
        None => Until::Sometime,
        Some(Duration::ZERO) => Until::Forever,
        Some(left) => Instant::now().checked_add(left).map_or(Until::Forever, Until::NotBefore),
    }
}

/// The descriptors that an epoll set watches; `None` if the kernel does not report them.
pub fn epoll_interests(pid: Pid, fd: i32) -> Option<Vec<Interest>> {
    let info = proc::read(format!("/proc/{pid}/fdinfo/{fd}")).ok()?;
    let mut interests = Vec::new();
    for line in info.lines().filter(|line| line.starts_with("tfd:")) {
        let mut words = line.split_ascii_whitespace();
        let fd = words.nth(1)?.parse().ok()?;
        let events = u32::from_str_radix(words.nth(1)?, 16).ok()?;
        let for_edges = events & libc::EPOLLET as u32 != 0;
        // The low bits are those of poll(2).
        interests.push(Interest { fd, events: (events & 0x7fff) as i16, for_edges });
    }
    Some(interests)
}
