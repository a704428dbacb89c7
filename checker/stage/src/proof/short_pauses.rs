//! Short pauses. A program that sleeps for a moment between two calls has not come to rest: what it does when it
//! wakes is still due. A program that polls never comes to rest otherwise, so its pauses are waited for a few
//! times, as long as it makes no progress.

use std::time::{Duration, Instant};

use crate::outcome::breach::On;
use crate::proof::deadlock::{self, Rests};
use crate::proof::pause::Patience;
use crate::proof::progress::Headway;
use crate::state::stage::Inner;
use kernel::{Doing, Until};

/// A pause that ends within this time is waited for. Longer ones are waits for something.
const SHORT: Duration = Duration::from_millis(100);

/// Pauses are waited for until there were this many of them in a row, and for this long in all, without progress.
const MOST: u32 = 3;
const IN_ALL: Duration = Duration::from_millis(60);

/// The pauses of the programs during one wait.
#[derive(Debug, Default)]
pub(crate) struct ShortPauses {
    /// How many were waited for since the last progress.
    count: u32,
    /// The last progress: its moment, how far the programs had got, and the clients that they had not accepted.
    last: Option<(Instant, Headway, usize)>,
}

impl ShortPauses {
    /// The end of the pauses that the programs make at this moment; `None` if nothing is due after them. A moment
    /// ago, all threads rested.
    pub fn end(&mut self, inner: &Inner, patience: Patience, now: Instant) -> Option<Instant> {
        // If a thread has woken since then, they do not rest.
        let Some(rests) = deadlock::rests_of_all(inner) else { return Some(now) };
        let length =
            |until: &Until| length(*until, inner.born, now).filter(|length| *length <= SHORT);
        let longest = rests.iter().filter_map(|(_, _, until)| length(until)).max()?;
        let queued = inner.queued().len();
        let is_due = patience == Patience::Settled
            || queued > 0
            || leaves_something_unread(inner)
            || has_fallen_asleep(&rests, |until| length(until).is_some());
        if !is_due {
            return None;
        }
        let headway = inner.headway();
        let since = match &self.last {
            Some((since, last, before)) if (last, *before) == (&headway, queued) => *since,
            _ => {
                (self.last, self.count) = (Some((now, headway, queued)), 0);
                now
            }
        };
        self.count += 1;
        (self.count <= MOST || now < since + IN_ALL).then(|| now + longest)
    }
}

/// The kernel wakes a thread at most this long after its time.
const TARDY: Duration = Duration::from_millis(20);

/// The time for which a wait with this time limit goes on, at most. The limit of a call that takes a length of time
/// is known as if it had begun when the case did.
fn length(until: Until, born: Instant, now: Instant) -> Option<Duration> {
    let Until::NotBefore(when) = until else { return None };
    Some(if when > now {
        when - now
    } else if now < when + TARDY {
        TARDY
    } else {
        when.saturating_duration_since(born)
    })
}

/// Whether the programs have not read all that was said to them. No thread waits to read it, since all of them
/// rest.
fn leaves_something_unread(inner: &Inner) -> bool {
    let is_unread = |unread: Option<u64>| unread.is_some_and(|bytes| bytes > 0);
    inner.connections.iter().any(|connection| connection.unread().is_ok_and(is_unread))
}

/// Whether all threads of a process sleep, or wait for each other.
fn has_fallen_asleep(rests: &Rests, is_short: impl Fn(&Until) -> bool) -> bool {
    let sleeps = |doing: &Doing| matches!(doing, Doing::Clock { .. } | Doing::Kin { .. });
    rests.iter().any(|(sleeper, wait, until)| {
        let mut threads = rests.iter().filter(|(thread, ..)| thread.pid == sleeper.pid);
        wait.on == On::Clock && is_short(until) && threads.all(|(thread, ..)| sleeps(&thread.doing))
    })
}
