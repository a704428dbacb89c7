//! Limits of processes: this one's own, which its children take after, and those of a running program,
//! made smaller and larger again (getrlimit(2), prlimit(2)), as a machine on which many others live
//! may do at any moment.

use std::io;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::super::{Means, Pid};
use crate::fault::Missing;

/// This process, and every one that it starts from now on, may hold so many descriptors: the soft
/// limit goes up where it is lower, as far as the hard limit allows, which needs no privileges.
pub fn allow_descriptors(count: u64) -> Result<(), Missing> {
    let lever = || format!("{count} descriptors for each program");
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|soft| soft >= count) {
        return Ok(());
    }
    if let Some(hard) = limit.maximum.filter(|hard| *hard < count) {
        return Err(Missing::new(lever(), format!("the hard limit is {hard} (ulimit -Hn)")));
    }
    setrlimit(Resource::Nofile, Rlimit { current: Some(count), ..limit })
        .map_err(|error| Missing::new(lever(), error))
}

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
