//! The examiner of one wait. It checks the state of all threads as often as is affordable, and returns a
//! proof that nothing more will come, or `None`.

use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use crate::outcome::breach::{On, Wait};
use crate::outcome::fault::Halt;
use crate::proof::beside_timer::Sentry;
use crate::proof::deadlock::{self, Care, Stillness};
use crate::proof::pause::{Patience, Pause};
use crate::proof::short_pauses::ShortPauses;
use crate::state::stage::Inner;

/// The programs are examined this often even if the wait wakes up all the time.
const EVERY: Duration = Duration::from_millis(20);

/// How the wait may end, once everything that has arrived by now has been checked.
#[derive(Debug)]
pub(crate) enum Proof {
    /// No program moves.
    Rest(Stillness),
    /// The time is up.
    Deadline(Pause),
}

impl Proof {
    /// Whether it claims that the programs rest: then output that comes later disproves it.
    pub fn is_about_rest(&self) -> bool {
        matches!(self, Proof::Rest(_) | Proof::Deadline(Pause::Stuck(_) | Pause::Late(_)))
    }
}

#[derive(Debug)]
pub(crate) struct Examiner {
    /// When the next examination is due, even if the wait wakes up all the time.
    next: Instant,
    /// The earliest moment for the next examination. Examinations take processor time that the programs
    /// of this case and of others need, so they get at most a sixth of it.
    earliest: Instant,
    short_pauses: ShortPauses,
    /// The threads that do not poll a clock, watched beside one that does.
    sentry: Option<Sentry>,
}

impl Examiner {
    pub fn new() -> Examiner {
        let now = Instant::now();
        Examiner {
            next: now + EVERY,
            earliest: now,
            short_pauses: ShortPauses::default(),
            sentry: None,
        }
    }

    /// Examines all threads if that is due: `idle` counts how often the wait has slept without news.
    pub fn examines(
        &mut self,
        inner: &mut Inner,
        patience: Patience,
        idle: u32,
        now: Instant,
    ) -> Result<Option<Proof>, Halt> {
        let is_due = idle >= 2 || now >= self.next || patience == Patience::Breath;
        if inner.is_stopped || now < self.earliest || !is_due {
            return Ok(None);
        }
        self.next = now + EVERY;
        let begun = Instant::now();
        inner.receives_what_is_in_the_way();
        let care = if patience.is_for_rest() { Care::Rest } else { Care::Proof };
        let stillness = deadlock::examine(inner, care);
        self.earliest = begun + 5 * begun.elapsed();
        match stillness {
            Stillness::Moving => Ok(None),
            Stillness::Unknown(missing) => match inner.breach_of_hiding() {
                Some(breach) => Err(breach.into()),
                None => Ok(Some(Proof::Rest(Stillness::Unknown(missing)))),
            },
            rest => Ok(Some(Proof::Rest(rest))),
        }
    }

    /// How the wait ends; `None` if it goes on.
    pub fn concludes(
        &mut self,
        inner: &mut Inner,
        patience: Patience,
        proof: Proof,
        now: Instant,
    ) -> Option<Pause> {
        let rest = match proof {
            Proof::Deadline(pause) => {
                return Some(inner.beside_a_clock(pause, self.sentry.as_ref()));
            }
            Proof::Rest(rest) => rest,
        };
        match rest {
            Stillness::Moving => None,
            Stillness::Forever(_) if inner.all_have_ended() => Some(Pause::Gone),
            // While a program starts, a launcher that waits for its child does not hang yet. The deadline
            // decides.
            Stillness::Forever(waits) if patience == Patience::Start && is_launcher(&waits) => None,
            Stillness::Forever(waits) => Some(Pause::Stuck(waits)),
            Stillness::NotBefore(when, waits) if when > inner.end_of_patience() => {
                Some(inner.beside_a_clock(Pause::Late(waits), self.sentry.as_ref()))
            }
            Stillness::NotBefore(_, waits) | Stillness::Sometime(waits)
                if patience.is_for_rest() =>
            {
                if patience != Patience::Breath
                    && let Some(end) = self.short_pauses.end(inner, patience, now)
                {
                    self.earliest = end;
                    return None;
                }
                Some(Pause::Late(waits))
            }
            Stillness::Unknown(missing) if patience.is_for_rest() => {
                Some(Pause::Halt(missing.into()))
            }
            Stillness::Unknown(_) => None,
            Stillness::NotBefore(_, waits) | Stillness::Sometime(waits) => {
                self.watches_the_others(inner, now);
                let sentry = self.sentry.as_ref()?;
                let ends = patience == Patience::Proof && inner.leaves_threads_alone(sentry);
                ends.then(|| inner.beside_a_clock(Pause::Late(waits), Some(sentry)))
            }
        }
    }

    /// Some threads wait for a clock. Another examination at once would find the same, so the other threads
    /// are watched in the meantime.
    fn watches_the_others(&mut self, inner: &Inner, now: Instant) {
        self.earliest = now + EVERY;
        match &mut self.sentry {
            None => self.sentry = Some(Sentry::begins(now, deadlock::rests(inner))),
            Some(sentry) if sentry.is_due(now) => sentry.looks(now, &deadlock::rests(inner)),
            Some(_) => {}
        }
    }
}

/// Whether all processes wait only for each other, and at least one waits for an end or for the output of a
/// pipe.
fn is_launcher(waits: &[Wait]) -> bool {
    waits.iter().all(|wait| wait.on == On::Itself)
        && waits.iter().any(|wait| matches!(&wait.call[..], "wait" | "read"))
}

impl Inner {
    /// Receives the bytes for every peer that is not deaf, even if the script listens to another one.
    /// Otherwise a program that waits for room to write to a peer would wait for the stage.
    fn receives_what_is_in_the_way(&mut self) {
        for connection in &mut self.connections {
            let (Some(stream), false) = (&connection.stream, connection.is_deaf) else { continue };
            let inbox = connection.inbox();
            if matches!(inbox, Ok(Some(inbox)) if inbox.unacknowledged > 0) {
                kernel::arm_quick_ack(stream.as_fd());
                // The peer that listens to a connection reports its errors.
                let _ = connection.receive();
            }
        }
    }
}
