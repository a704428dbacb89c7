//! Starts programs with a soft limit of descriptors below their hard limit, as many systems do
//! (getrlimit(2)).

use crate::breach::Measure;
use crate::fault::{Halt, Missing, Played};
use crate::kernel::{self, Means};
use crate::program::Program;
use crate::stage::Stage;

impl Stage {
    /// Runs `act` under this soft limit of descriptors, which the programs that it starts inherit. The hard
    /// limit does not change.
    pub fn with_soft_limit<T>(&self, soft: u64, act: impl FnOnce() -> Played<T>) -> Played<T> {
        let before = limit(soft)?;
        let started = act();
        limit(before)?;
        started
    }

    /// Raises the stage's own soft limit to `count` descriptors, or to the hard limit.
    pub fn has_descriptors(&self, count: u64) -> Played {
        let before = limit(count)?;
        if before > count {
            limit(before)?;
        }
        Ok(())
    }
}

impl Program<'_> {
    /// The process that listens has raised its soft limit of descriptors to the hard limit.
    pub fn has_raised_its_limit(&self) -> Played {
        let (soft, hard) = kernel::limits(self.listening_process()?, Means::Descriptors)
            .map_err(|error| Missing::new("a program's limit of descriptors", error))?;
        self.fact(Measure::SoftLimitOfDescriptors, hard, soft)
    }
}

/// Sets this process's own soft limit, which its children inherit. Returns the limit before.
fn limit(most: u64) -> Played<u64> {
    let own = std::process::id().cast_signed();
    kernel::limit(own, Means::Descriptors, most)
        .map_err(|error| Halt::from(Missing::new("setting a soft limit of descriptors", error)))
}
