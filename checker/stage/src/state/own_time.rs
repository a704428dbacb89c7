//! Whether the stage itself gets to run. If the machine is busy, or if the stage is stopped, the elapsed time
//! does not count against the program. The deadline is extended, and a program's reaction to a peer that was
//! silent in the meantime is not evidence.

use std::time::{Duration, Instant};

/// Shorter gaps than this do not count as standstills.
const HICCUP: Duration = Duration::from_millis(20);

/// The most time added to a case for all standstills together: a user waits for it.
const MADE_UP_FOR: Duration = Duration::from_secs(8);

/// When the stage last ran, and how long it stood still in between.
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

    /// Notes that the stage runs. Returns how much more time a case gets for the standstill since the last
    /// call.
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
