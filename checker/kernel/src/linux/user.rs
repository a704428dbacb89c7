//! A user of their own for programs of strangers, if the checker runs as root. That user owns no file, so it
//! reads and writes only what is open to all. The kernel bounds its processes, which it does not do for root
//! (`RLIMIT_NPROC`, getrlimit(2)).

use std::io;
use std::os::unix::fs::chown;
use std::path::Path;

use super::cell::{Cell, in_a_child};
use super::child::bound_processes;
use crate::common;
use crate::missing::Missing;

/// The ids that systemd gives to services that have a user only while they run (`DynamicUser`,
/// systemd.exec(5)).
const FIRST: u32 = 61_184;
const COUNT: u32 = 4_336;

/// Makes this process and all that it starts run as a user of its own, who gets these folders. The process must
/// be root's, and have one thread only. After an error it may be half-way, and must end.
pub fn become_a_stranger(folders: &[&Path]) -> io::Result<()> {
    // Cases that run at the same time have different users.
    let id = FIRST + std::process::id() % COUNT;
    for folder in folders {
        chown(folder, Some(id), Some(id))?;
    }
    // SAFETY: these calls take numbers, and an empty list of groups.
    let is_done = unsafe {
        libc::setgroups(0, std::ptr::null()) == 0
            && libc::setresgid(id, id, id) == 0
            && libc::setresuid(id, id, id) == 0
    };
    if !is_done {
        return Err(io::Error::last_os_error());
    }
    bound_processes();
    Ok(())
}

/// Whether this process can [become a stranger](become_a_stranger), and as one still enter a cell if it is
/// `in_cells`: tries it in a separate process.
pub fn probe(in_cells: bool) -> Result<(), Missing> {
    let missing = |why: String| Missing::new("a user of their own", why);
    if common::own_uid() != 0 {
        return Err(missing("only root can start programs as another user".into()));
    }
    in_a_child(|| {
        become_a_stranger(&[]).map_err(|error| missing(error.to_string()))?;
        if in_cells {
            Cell::enter(false)?.end();
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::own_uid;

    #[test]
    fn a_stranger_is_not_root_and_its_processes_are_bounded() {
        let as_a_stranger = in_a_child(|| {
            become_a_stranger(&[]).map_err(|error| Missing::new("a user", error))?;
            let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: getrlimit(2) with a live place for the limit.
            unsafe { libc::getrlimit(libc::RLIMIT_NPROC, &raw mut limit) };
            assert!(own_uid() >= FIRST && limit.rlim_max <= 4096);
            Ok(())
        });
        match probe(false) {
            Ok(()) => as_a_stranger.unwrap(),
            Err(missing) => eprintln!("skipped: {}", missing.why),
        }
    }
}
