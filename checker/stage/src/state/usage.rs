//! The time that the programs and the stage had up to one moment.

use std::time::{Duration, Instant};

/// A reading of all clocks that bear on a deadline.
#[derive(Debug)]
pub(crate) struct Usage {
    pub at: Instant,
    /// Processor time of all programs.
    pub cpu: Duration,
    /// Time for which threads of the programs were ready to run while others had the processors.
    pub in_line: Duration,
    /// Time for which the stage itself did not get to run.
    pub standstills: Duration,
}

impl Usage {
    /// Before any program has started.
    pub fn none(at: Instant) -> Usage {
        let none = Duration::ZERO;
        Usage { at, cpu: none, in_line: none, standstills: none }
    }
}
