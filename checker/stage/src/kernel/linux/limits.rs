//! Limits of a running program, made smaller and larger again (prlimit(2)): what a machine on which
//! many others live may do to it at any moment.

use std::io;

use super::super::{Means, Pid};

/// Sets how much of this the process may have from now on, and returns how much it was. What it has
/// already stays with it (getrlimit(2)): descriptors are counted by their number, the first one that
/// may not be handed out; memory in bytes.
pub fn limit(pid: Pid, means: Means, most: u64) -> io::Result<u64> {
    let what = match means {
        Means::Descriptors => libc::RLIMIT_NOFILE,
        Means::Memory => libc::RLIMIT_DATA,
    };
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: prlimit(2) writes into a live place, and changes nothing.
    if unsafe { libc::prlimit(pid, what, std::ptr::null(), &raw mut limit) } != 0 {
        return Err(io::Error::last_os_error());
    }
    let before = limit.rlim_cur;
    limit.rlim_cur = most.min(limit.rlim_max);
    // SAFETY: prlimit(2) reads from a live place.
    match unsafe { libc::prlimit(pid, what, &raw const limit, std::ptr::null_mut()) } {
        0 => Ok(before),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What a thread's stack takes of the bound on memory, used or not, in bytes: as much as a first
/// thread's may grow (`RLIMIT_STACK`), where the program does not ask for less (pthread_create(3)).
pub fn stack_of_a_thread() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: getrlimit(2) with a live place for the limit.
    let told = unsafe { libc::getrlimit(libc::RLIMIT_STACK, &raw mut limit) } == 0;
    // Where it may grow for ever, glibc gives a thread 2 MiB.
    if told && limit.rlim_cur != libc::RLIM_INFINITY {
        limit.rlim_cur.min(64 << 20)
    } else {
        2 << 20
    }
}
