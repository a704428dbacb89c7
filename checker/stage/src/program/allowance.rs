//! How many descriptors programs are given to begin with: fewer than they may take by themselves, as
//! many systems do it (the soft limit and the hard one, getrlimit(2)).

use crate::outcome::breach::Measure;
use crate::outcome::fault::{Halt, Missing, Played};
use crate::program::Program;
use crate::state::stage::Stage;
use kernel::Means;

impl Stage {
    /// What is started by `act` begins with this soft limit of descriptors; the hard one stays.
    pub fn with_few_descriptors<T>(&self, soft: u64, act: impl FnOnce() -> Played<T>) -> Played<T> {
        let before = limit(soft)?;
        let started = act();
        limit(before)?;
        started
    }

    /// The stage itself may have so many descriptors, or as many as the hard limit allows.
    pub fn has_descriptors(&self, count: u64) -> Played {
        let before = limit(count)?;
        if before > count {
            limit(before)?;
        }
        Ok(())
    }
}

impl Program<'_> {
    /// Its process that listens has raised its soft limit of descriptors to the hard one.
    pub fn has_raised_its_limit(&self) -> Played {
        let (soft, hard) = kernel::limits(self.listening_process()?, Means::Descriptors)
            .map_err(|error| Missing::new("a program's limit of descriptors", error))?;
        self.fact(Measure::SoftLimitOfDescriptors, hard, soft)
    }
}

/// Sets this process's own soft limit, which its children take after; what it was before.
fn limit(most: u64) -> Played<u64> {
    let own = std::process::id().cast_signed();
    kernel::limit(own, Means::Descriptors, most)
        .map_err(|error| Halt::from(Missing::new("setting a soft limit of descriptors", error)))
}
