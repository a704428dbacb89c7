//! How many descriptors a process may hold (`RLIMIT_NOFILE`, getrlimit(2)): this one, which its
//! children take after, and a program's.

use rustix::process::{Pid as RawPid, Resource, Rlimit, getrlimit, prlimit, setrlimit};

use super::super::Pid;
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

/// The process finds no room for descriptors with this number and above. Those that it has stay.
pub fn limit_descriptors(pid: Pid, limit: u64) -> Result<(), Missing> {
    let missing = |error| Missing::new("fewer descriptors for a program (prlimit)", error);
    let of = RawPid::from_raw(pid);
    // The hard limit stays as it is, or else the soft one could never go up again.
    let before = getrlimit(Resource::Nofile);
    let lower = Rlimit { current: Some(limit), maximum: before.maximum };
    prlimit(of, Resource::Nofile, lower).map(|_| ()).map_err(missing)
}
