//! A thread that polls its clock hides the state of the others: the program moves, so its movement proves
//! nothing about them. So the other threads are watched separately. A thread that rests in the same call for
//! seconds, while every thread with a clock comes and goes, has been left alone.

use std::time::{Duration, Instant};

use crate::outcome::breach::{On, Wait};
use crate::proof::deadlock::Rests;
use kernel::{Pid, Thread, Until};

/// Time between two checks.
const EVERY: Duration = Duration::from_millis(500);
/// The number of times that a thread with a clock must come and go before the others count as left alone.
const ROUNDS: u64 = 5;

/// Observations of the threads since the watch began.
#[derive(Debug)]
pub(crate) struct Sentry {
    begun: Instant,
    last: Instant,
    /// Threads that have rested in the same call ever since.
    resting: Vec<(Thread, Wait)>,
    /// Threads with a clock, and how often the scheduler had switched each away, at the first check and
    /// at the last.
    with_a_clock: Vec<(Pid, u64, u64)>,
}

impl Sentry {
    /// Begins with the calls in which threads rest at this moment.
    pub fn begins(now: Instant, rests: Rests) -> Sentry {
        let (resting, others): (Rests, Rests) =
            rests.into_iter().partition(|(.., until)| *until == Until::Forever);
        Sentry {
            begun: now,
            last: now,
            resting: resting.into_iter().map(|(thread, wait, _)| (thread, wait)).collect(),
            with_a_clock: others
                .into_iter()
                .map(|(thread, ..)| (thread.tid, thread.switches, thread.switches))
                .collect(),
        }
    }

    pub fn is_due(&self, now: Instant) -> bool {
        now >= self.last + EVERY
    }

    /// Checks again. A thread that has moved no longer rests in the same call.
    pub fn looks(&mut self, now: Instant, rests: &Rests) {
        self.last = now;
        self.resting.retain(|(before, _)| rests.iter().any(|(thread, ..)| thread == before));
        for (thread, _, until) in rests {
            match self.with_a_clock.iter_mut().find(|(tid, ..)| *tid == thread.tid) {
                Some((.., last)) => *last = thread.switches,
                None if *until == Until::Forever => {}
                None => self.with_a_clock.push((thread.tid, thread.switches, thread.switches)),
            }
        }
    }

    /// The waits of the threads that have been left alone for at least `least`, and for how long.
    pub fn left_alone(&self, least: Duration) -> Option<(Vec<Wait>, Duration)> {
        let time = self.last - self.begun;
        let come_and_go = |(_, first, last): &(Pid, u64, u64)| last - first >= ROUNDS;
        if time < least || !self.with_a_clock.iter().all(come_and_go) {
            return None;
        }
        let mut waits: Vec<Wait> = Vec::new();
        for (_, wait) in &self.resting {
            if is_about_others(wait) && !waits.contains(wait) {
                waits.push(wait.clone());
            }
        }
        (!waits.is_empty()).then_some((waits, time))
    }
}

/// Whether it waits for another thread or process. A thread that waits for work or for the next client
/// is at rest, and the program need not wake it.
fn is_about_others(wait: &Wait) -> bool {
    match wait.on {
        On::Connection { .. } | On::Stdin | On::Datagram { .. } => true,
        On::Itself => wait.call != "futex" && wait.call != "sigwait",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Doing;

    fn thread(tid: Pid, switches: u64, call: &'static str) -> Thread {
        let doing = Doing::Fd { call, fd: 3, writes: false, until: Until::Forever };
        Thread { pid: 1, tid, switches, doing }
    }

    fn worker(switches: u64, call: &'static str, on: On) -> (Thread, Wait, Until) {
        (thread(2, switches, call), Wait { call: call.into(), on }, Until::Forever)
    }

    fn clock(switches: u64) -> (Thread, Wait, Until) {
        let wait = Wait { call: "poll".into(), on: On::Listener { waiting: 0 } };
        (thread(1, switches, "poll"), wait, Until::NotBefore(Instant::now()))
    }

    /// Ten checks within five seconds, in each of which these two threads rest.
    fn watched(
        worker: impl Fn(u64) -> (Thread, Wait, Until),
        clock: impl Fn(u64) -> (Thread, Wait, Until),
    ) -> Option<(Vec<Wait>, Duration)> {
        let begun = Instant::now();
        let mut sentry = Sentry::begins(begun, vec![worker(0), clock(0)]);
        for look in 1..=10 {
            let now = begun + EVERY * look;
            assert!(sentry.is_due(now));
            sentry.looks(now, &vec![worker(look.into()), clock(look.into())]);
        }
        sentry.left_alone(Duration::from_secs(5))
    }

    #[test]
    fn a_worker_that_stays_where_it_is_has_been_left_alone() {
        let left = watched(|_| worker(7, "read", On::Itself), clock);
        let (waits, time) = left.expect("left alone");
        assert_eq!(waits, [Wait { call: "read".into(), on: On::Itself }]);
        assert_eq!(time, Duration::from_secs(5));
    }

    #[test]
    fn a_worker_that_moves_has_not() {
        assert_eq!(watched(|look| worker(look, "read", On::Itself), clock), None);
    }

    #[test]
    fn nothing_is_said_beside_a_long_sleep() {
        assert_eq!(watched(|_| worker(7, "read", On::Itself), |_| clock(3)), None);
    }

    #[test]
    fn a_worker_that_waits_for_work_is_at_rest() {
        assert_eq!(watched(|_| worker(7, "futex", On::Itself), clock), None);
    }
}
