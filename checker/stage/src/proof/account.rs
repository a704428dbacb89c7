//! The account of one wait: how much processor time the programs have used in it, what they have printed,
//! and whether they make progress. A program that uses more processor time than it may, without progress,
//! is watched until its loop is proved.

use std::time::{Duration, Instant};

use crate::outcome::breach::Repeated;
use crate::outcome::fault::{Fault, Halt};
use crate::outcome::remark::Remark;
use crate::proof::busy_loop::{Look, Round, Spin};
use crate::proof::deadlock;
use crate::proof::flood::Output;
use crate::proof::pause::{Patience, Pause};
use crate::proof::progress::{Consumed, Headway};
use crate::state::limits::Limits;
use crate::state::stage::Inner;

/// Time between two checks: reading the clocks of all processes is expensive.
const EVERY: Duration = Duration::from_millis(50);
/// Time before the first check, and before the calls of an only thread are watched early.
const AT_FIRST: Duration = Duration::from_millis(12);

/// If a program has only one thread, and has read the end of a stream, its calls are watched for a moment after
/// this much processor time: it may read that end again and again. Another program may be about to write, and the
/// beginning of the watch would interrupt that.
const EARLY: Duration = Duration::from_millis(8);

/// A loop that only looks whether a descriptor is ready is proved when its calls have been watched this often before.
const LOOKS_ON: u32 = 3;

/// If a program has been seen to peek or to ask in a loop, it will do so again: its calls are watched after
/// this much processor time.
const ONCE_MORE: Duration = Duration::from_millis(5);

/// The programs' use of processor time and their actions since a wait began.
#[derive(Debug)]
pub(crate) struct Account {
    /// Processor time and output when the wait began. Most waits end at once, so this is read a moment later.
    /// The programs' use of time in that moment does not matter.
    start: Option<(Duration, Output)>,
    /// How far the programs had got at about the same time.
    headway: Option<Headway>,
    /// Bytes that they had read at the last check.
    consumed: Option<Consumed>,
    /// How often their calls were watched without a result. Each time doubles the processor time that they
    /// may use.
    watched: u32,
    has_looked_early: bool,
    next: Instant,
}

impl Account {
    pub fn new() -> Account {
        let next = Instant::now() + AT_FIRST;
        let (start, headway, consumed) = (None, None, None);
        Account { start, headway, consumed, watched: 0, has_looked_early: false, next }
    }

    /// Reads the clocks, unless that was done before.
    pub fn starts(&mut self, inner: &Inner) -> &mut (Duration, Output) {
        self.start.get_or_insert_with(|| (inner.cpu(), inner.output()))
    }

    /// Every 50 ms, and sooner at first: ends the wait if the programs run in a busy loop, or if there are too many of them.
    pub fn checks(
        &mut self,
        inner: &mut Inner,
        patience: Patience,
        now: Instant,
    ) -> Result<(), Pause> {
        if now < self.next {
            return Ok(());
        }
        inner.notes_progress(&mut self.consumed);
        let cpu = inner.cpu();
        let before = self.start.get_or_insert_with(|| (cpu, inner.output())).0;
        let (used, allowed) = (cpu.saturating_sub(before), cpu_allowed(inner, patience));
        let may_look_early = used > EARLY && !self.has_looked_early && inner.has_read_an_end();
        let look = match () {
            () if used > allowed * (1 << self.watched) => Some(Look::Busy),
            () if may_look_early && self.headway.is_some() => Some(Look::Early),
            () => None,
        };
        if may_look_early || used > allowed / 4 {
            self.headway.get_or_insert_with(|| inner.headway());
        }
        if let Some(look) = look {
            self.has_looked_early = true;
            let is_quiet = !deadlock::is_anything_in_flight(inner);
            if let Some(round) = self.loop_without_progress(inner, cpu, look)? {
                let spin = Spin { cpu: used, round };
                match pause_of_busy_loop(inner, patience, is_quiet, spin) {
                    Some(pause) => return Err(pause),
                    None => self.watched += u32::from(look == Look::Busy),
                }
            }
        }
        inner.stops_too_many()?;
        self.next = now + if may_look_early && look.is_none() { AT_FIRST } else { EVERY };
        Ok(())
    }

    /// The loop that the programs run, or their endless output. `None` if neither is proved, or if they have
    /// made progress, in which case the account starts again.
    fn loop_without_progress(
        &mut self,
        inner: &Inner,
        cpu: Duration,
        look: Look,
    ) -> Result<Option<Round>, Fault> {
        let headway = inner.headway();
        let has_read =
            self.headway.as_ref().is_none_or(|before| headway.has_read_more_than(before));
        let has_moved = self.headway.as_ref() != Some(&headway);
        let (start, output) = self.starts(inner);
        if !has_read && let Some(round) = inner.flood_of_sends(output) {
            return Ok(Some(round));
        }
        if has_moved {
            *start = cpu;
            if has_read {
                let printed = output.printed;
                *output = Output { printed, ..inner.output() };
            }
            (self.headway, self.watched) = (Some(headway), 0);
            return Ok(None);
        }
        let output = output.clone();
        // A loop that only asks may be about to wait, so it is not proved early. One that only looks whether a
        // descriptor is ready may do some work in between.
        let is_enough = |round: &Round| match look {
            Look::Early => round.asking.is_none(),
            _ => !round.only_looks || self.watched >= LOOKS_ON,
        };
        let round = inner.goes_round(&output, look)?.filter(is_enough);
        self.watched += u32::from(look == Look::Busy && round.is_none());
        Ok(round)
    }

    /// The programs' activity at the deadline; `None` if the deadline was extended. If a program peeks
    /// for the next piece, the stage has been slow and not the program: the script gets more time.
    pub fn at_the_deadline(
        &mut self,
        inner: &mut Inner,
        patience: Patience,
    ) -> Result<Option<Pause>, Halt> {
        let (cpu, output) = self.starts(inner).clone();
        Ok(match inner.at_the_deadline(patience, (cpu, &output), self.headway.as_ref())? {
            None => {
                // Only what it does from now on counts as progress at the next deadline.
                self.headway = Some(inner.headway());
                None
            }
            Some(Pause::Spins(spin)) => {
                // If other threads still move, the programs do not rest before the deadline.
                let pause = pause_of_busy_loop(inner, patience, true, spin);
                let pause = pause.unwrap_or(Pause::Late(Vec::new()));
                if matches!(pause, Pause::Late(_)) {
                    inner.extends();
                }
                Some(pause)
            }
            pause => pause,
        })
    }
}

/// Processor time that the programs may use in one wait before their calls are watched.
fn cpu_allowed(inner: &Inner, patience: Patience) -> Duration {
    let idle = match patience {
        Patience::Start => inner.limits.idle_cpu * Limits::START_UP,
        Patience::Rest | Patience::Settled | Patience::Breath if inner.waits_in_a_loop => {
            return ONCE_MORE;
        }
        _ => inner.limits.idle_cpu,
    };
    idle + inner.work
}

/// A busy loop ends a wait. Two kinds of loops count as rest, since the program would wait if it knew how:
///
/// - It only peeks at what it has received.
/// - It only asks without waiting, and gets nothing. Nothing may be in flight (`is_quiet`), and all other
///   threads must rest: `None` if they do not. The contract may forbid this loop ([`Patience::Idle`]).
fn pause_of_busy_loop(
    inner: &mut Inner,
    patience: Patience,
    is_quiet: bool,
    spin: Spin,
) -> Option<Pause> {
    let only_peeks = |call: &Repeated| call.peeks && call.returned > 0;
    if patience.is_for_rest() && spin.round.calls.iter().all(only_peeks) {
        inner.waits_in_a_loop = true;
        return Some(Pause::Late(Vec::new()));
    }
    let may_ask = matches!(patience, Patience::Rest | Patience::Settled | Patience::Breath);
    let Some(asking) = spin.round.asking.as_ref().filter(|_| may_ask) else {
        return Some(Pause::Spins(spin));
    };
    if !is_quiet || !deadlock::others_rest(inner, asking) {
        return None;
    }
    let mut running = inner.processes.iter().filter(|process| process.exit.is_none());
    if let Some(process) = running.next() {
        let program = process.name.clone();
        inner.remark(Remark::AsksAgainAndAgain { program });
    }
    inner.waits_in_a_loop = true;
    Some(Pause::Late(Vec::new()))
}
