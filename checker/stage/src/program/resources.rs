//! The resources that a program holds: descriptors, memory, and processes that have ended.

use crate::outcome::fault::{Missing, Played};
use crate::program::Program;

impl Program<'_> {
    /// Descriptors that it and all that it started have open.
    pub fn descriptors(&self) -> Played<u64> {
        Ok(self.open()?.len() as u64)
    }

    /// Its open sockets: connections, listeners and others.
    pub fn sockets(&self) -> Played<u64> {
        let is_socket = |points_to: &&String| points_to.starts_with("socket:");
        Ok(self.open()?.iter().filter(is_socket).count() as u64)
    }

    /// The target of each open descriptor of the program, and of all that it started (`socket:[123]`).
    fn open(&self) -> Played<Vec<String>> {
        let kin = self.stage.inner.borrow().kin.list();
        let all = kin.iter().flat_map(|pid| kernel::descriptors(*pid));
        let open: Vec<String> = all.map(|(_, points_to)| points_to).collect();
        if open.is_empty() && self.with(|process| process.exit.is_none()) {
            return Err(Missing::new(
                "a program's open descriptors",
                "/proc/PID/fd does not report them",
            )
            .into());
        }
        Ok(open)
    }

    /// The most memory that it and all that it started have allocated so far, in bytes, touched or not.
    pub fn memory_asked_for(&self) -> Played<u64> {
        // A sum over its processes. A process that has ended holds nothing.
        let kin = self.stage.inner.borrow().kin.list();
        let sum: u64 = kin.into_iter().filter_map(kernel::address_space_peak).sum();
        if sum == 0 && self.with(|process| process.exit.is_none()) {
            let lever = "the memory that a program allocates";
            return Err(Missing::new(lever, "/proc/PID/status does not report it").into());
        }
        Ok(sum)
    }

    /// Ended processes of its own that it has not waited for (zombies).
    pub fn zombies(&self) -> Played<u64> {
        let kin = self.stage.inner.borrow().kin.list();
        Ok(kernel::zombies(&kin)?)
    }
}
