//! Limits of a running program, lowered and raised again (prlimit(2)), as may happen on a machine with
//! many users.

use std::io;

use crate::facts::{Means, Pid};

/// Sets how much of this resource the process may have from now on, and returns the earlier limit. The
/// process keeps what it has (getrlimit(2)). Descriptors are limited by number: the first one that may not be
/// assigned. Memory is in bytes.
pub fn limit(pid: Pid, means: Means, most: u64) -> io::Result<u64> {
    let (before, hard) = limits(pid, means)?;
    change(pid, means, Some(&libc::rlimit { rlim_cur: most.min(hard), rlim_max: hard }))?;
    Ok(before)
}

/// How much of this resource the process may have now, and the maximum that it may set for itself: the
/// soft limit and the hard one (getrlimit(2)).
pub fn limits(pid: Pid, means: Means) -> io::Result<(u64, u64)> {
    let libc::rlimit { rlim_cur, rlim_max } = change(pid, means, None)?;
    Ok((rlim_cur, rlim_max))
}

/// Sets both limits, if any are given, and returns the earlier ones.
fn change(pid: Pid, means: Means, new: Option<&libc::rlimit>) -> io::Result<libc::rlimit> {
    let what = match means {
        Means::Descriptors => libc::RLIMIT_NOFILE,
        Means::Memory => libc::RLIMIT_DATA,
    };
    let new = new.map_or(std::ptr::null(), std::ptr::from_ref);
    let mut before = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: prlimit(2) reads from a live place, if there is one, and writes into another.
    match unsafe { libc::prlimit(pid, what, new, &raw mut before) } {
        0 => Ok(before),
        _ => Err(io::Error::last_os_error()),
    }
}

/// How much of the memory bound a thread's stack takes, used or not, in bytes: the limit for the first
/// thread's stack (`RLIMIT_STACK`), unless the program asks for less (pthread_create(3)).
pub fn stack_of_a_thread() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: getrlimit(2) with a live place for the limit.
    let is_known = unsafe { libc::getrlimit(libc::RLIMIT_STACK, &raw mut limit) } == 0;
    // If that limit is infinite, glibc gives a thread 2 MiB.
    if is_known && limit.rlim_cur != libc::RLIM_INFINITY {
        limit.rlim_cur.min(64 << 20)
    } else {
        2 << 20
    }
}
