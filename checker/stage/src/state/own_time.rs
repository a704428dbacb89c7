//! Does the stage itself get to run? Where the machine is busy, or somebody stops the stage, the time
//! that goes by is not the program's: the deadline waits for it, and what a program did about a peer
//! that was silent meanwhile is no evidence.

use std::time::{Duration, Instant};

/// Less than this is no standstill.
const HICCUP: Duration = Duration::from_millis(20);

/// A case takes no more time than this because of them all: somebody waits for it.
const MADE_UP_FOR: Duration = Duration::from_secs(8);

/// When the stage ran the last time, and how long it stood still in between.
#[derive(Debug)]
pub(crate) struct Pulse {
    at: Instant,
    accounted: Duration,
    /// All standstills so far, and the longest one.
    pub total: Duration,
    pub longest: Duration,
}

impl Pulse {
    pub fn new() -> Pulse {
        Pulse {
            at: Instant::now(),
            accounted: kernel::time_accounted_for(),
            total: Duration::ZERO,
            longest: Duration::ZERO,
        }
    }

    /// The stage runs. Returns how much longer a case may take because of how long it stood still since
    /// it was last here.
    pub fn beats(&mut self) -> Duration {
        let (at, accounted) = (Instant::now(), kernel::time_accounted_for());
        let own = accounted.saturating_sub(self.accounted);
        let lost = (at - self.at).saturating_sub(own);
        (self.at, self.accounted) = (at, accounted);
        if lost < HICCUP {
            return Duration::ZERO;
        }
        let before = self.total;
        self.total += lost;
        self.longest = self.longest.max(lost);
        self.total.min(MADE_UP_FOR) - before.min(MADE_UP_FOR)
    }
}
