//! The decision when a case's time is up. The deadline alone is not evidence. A program that makes
//! progress, or that lacked processor time because of other programs, gets more time. If that is over,
//! too, the result is unsure.

use std::time::{Duration, Instant};

use crate::outcome::fault::{Cause, Fault};
use crate::proof::beside_timer::Sentry;
use crate::proof::busy_loop::{Look, Round, Spin};
use crate::proof::deadlock::{self, Care, Stillness};
use crate::proof::flood::Output;
use crate::proof::pause::{Patience, Pause};
use crate::proof::progress::Headway;
use crate::state::limits::Limits;
use crate::state::stage::Inner;

impl Inner {
    /// Whether something that the script waited for has come lately, at most half a deadline ago. A slow
    /// but correct program keeps delivering.
    pub(crate) fn is_making_progress(&self) -> bool {
        self.has_moved_within(self.limits.deadline / 2)
    }

    fn has_moved_within(&self, time: Duration) -> bool {
        self.moved.is_some_and(|moved| moved.elapsed() < time)
    }

    /// A program that does not move before this moment is already late. One that makes progress may
    /// sleep at the deadline, but not for longer than half a deadline.
    pub(crate) fn end_of_patience(&self) -> Instant {
        match self.is_making_progress() {
            true => self.curtain.max(Instant::now() + self.limits.deadline / 2),
            false => self.curtain,
        }
    }

    /// Extends the deadline, if that is still allowed.
    pub(crate) fn extends(&mut self) -> bool {
        if self.extensions == 0 {
            return false;
        }
        self.extensions -= 1;
        self.curtain += self.limits.deadline;
        self.window = self.usage();
        true
    }

    /// Whether threads have been left alone for long enough while others polled a clock, and the program had the
    /// processor time that it asked for. The rest of the time would show nothing new.
    pub(crate) fn leaves_threads_alone(&self, sentry: &Sentry) -> bool {
        let least = self.limits.left_alone();
        sentry.left_alone(least).is_some()
            && !self.has_moved_within(least)
            && !Share::of(self).is_worth_waiting()
    }

    /// A program that is late at the deadline may have threads that have been left alone all the while.
    pub(crate) fn beside_a_clock(&mut self, pause: Pause, sentry: Option<&Sentry>) -> Pause {
        if matches!(pause, Pause::Late(_)) {
            let least = self.limits.left_alone();
            self.left_alone = sentry.and_then(|sentry| sentry.left_alone(least));
        }
        pause
    }

    /// Adds the time for which the stage itself did not run: it does not count against the program.
    pub(crate) fn makes_up_for_standstills(&mut self) {
        let lost = self.pulse.beats();
        if !lost.is_zero() {
            self.curtain += lost;
            self.moved = self.moved.map(|moved| moved + lost);
        }
    }

    /// The loop that the programs run, or their endless output. `None` if neither is proved.
    pub(crate) fn goes_round(&self, before: &Output, look: Look) -> Result<Option<Round>, Fault> {
        match self.flood_of_output(before, look) {
            None => self.loop_of_calls(look),
            flood => Ok(flood),
        }
    }

    /// Decides at the deadline. The deadline alone is not evidence, so the programs' activity at that
    /// moment decides. `None` if the deadline was extended because they make progress or lack processor
    /// time.
    pub(crate) fn at_the_deadline(
        &mut self,
        patience: Patience,
        (cpu_before, output_before): (Duration, &Output),
        headway_before: Option<&Headway>,
    ) -> Result<Option<Pause>, Fault> {
        let cpu = self.cpu().saturating_sub(cpu_before);
        let gets_on = headway_before.is_some_and(|before| *before != self.headway());
        match deadlock::examine(self, Care::Proof) {
            // An ended process waits for nothing, and it did end in time.
            Stillness::Forever(_) if self.all_have_ended() => Ok(Some(Pause::Gone)),
            Stillness::Forever(waits) => Ok(Some(Pause::Stuck(waits))),
            _ if gets_on || self.is_making_progress() => match self.extends() {
                true => Ok(None),
                false => Err(self.too_slow()),
            },
            Stillness::NotBefore(_, waits) | Stillness::Sometime(waits)
                if !Share::of(self).is_worth_waiting() =>
            {
                Ok(Some(Pause::Late(waits)))
            }
            moving => {
                if let Some(round) = self.goes_round(output_before, Look::Last)? {
                    return Ok(Some(Pause::Spins(Spin { cpu, round })));
                }
                let share = Share::of(self);
                let is_known = !matches!(moving, Stillness::Unknown(_));
                if !is_known && !share.is_worth_waiting() {
                    return Ok(Some(Pause::Late(Vec::new())));
                }
                // A program that had processor time and made no progress gets no more of it, unless it
                // is starting. Programs that compute for ever take the processors from one another: the
                // time that each of them had counts, too.
                let has_had_much = cpu > self.much_cpu(patience);
                let is_starting = patience == Patience::Start;
                let may_go_on = !has_had_much && (is_starting || !share.keeps_busy());
                if is_known && may_go_on && self.extends() {
                    return Ok(None);
                }
                Err(share.fault(has_had_much))
            }
        }
    }

    /// More processor time than a correct program needs in one wait, even on a slow machine.
    fn much_cpu(&self, patience: Patience) -> Duration {
        let work = self.limits.idle_cpu * Limits::START_UP + self.work;
        match patience {
            Patience::Start => work * 2,
            _ => work,
        }
    }

    /// The program does what it should, but does not reach the end of the case.
    pub(crate) fn too_slow(&self) -> Fault {
        let why = format!(
            "the program was making progress, but too slowly to finish the case in {} s",
            self.limits.longest().as_secs()
        );
        Fault::new("playing the case", why).because(Cause::Slow)
    }
}

/// The time that the programs and the stage had since the last extension.
struct Share {
    time: Duration,
    cpu: Duration,
    in_line: Duration,
    standstills: Duration,
}

impl Share {
    fn of(inner: &Inner) -> Share {
        let (before, now) = (&inner.window, inner.usage());
        Share {
            time: now.at - before.at,
            cpu: now.cpu.saturating_sub(before.cpu),
            in_line: now.in_line.saturating_sub(before.in_line),
            standstills: now.standstills.saturating_sub(before.standstills),
        }
    }

    /// Whether the programs had as much processor time as they can expect.
    fn keeps_busy(&self) -> bool {
        self.cpu > self.time / 2
    }

    /// Whether the programs had much to do, or got too little processor time to do it. Then a thread
    /// that polls a clock at this moment proves nothing.
    fn is_worth_waiting(&self) -> bool {
        self.keeps_busy() || self.in_line > self.time / 4
    }

    /// Why a program that moves without progress cannot be judged. It may have had much processor time in
    /// this wait, though not in proportion to the time.
    fn fault(&self, has_had_much: bool) -> Fault {
        let seconds = |time: Duration| format!("{:.1} s", time.as_secs_f64());
        let (time, cpu) = (seconds(self.time), seconds(self.cpu));
        let (why, cause) = if has_had_much || self.keeps_busy() {
            let why = format!(
                "the program kept a processor busy for {cpu} of {time}: it may be slow, or compute \
                 for ever"
            );
            (why, Cause::Slow)
        } else if self.in_line > self.time / 4 {
            let in_line = seconds(self.in_line.min(self.time));
            let why = format!(
                "the machine is too busy: of {time} the program stood in line for a processor for \
                 {in_line}, and had one for {cpu}"
            );
            (why, Cause::Starved)
        } else if self.standstills > self.time / 4 {
            let standstills = seconds(self.standstills);
            let why = format!(
                "the machine is too busy: the checker itself stood still for {standstills} of {time}"
            );
            (why, Cause::Starved)
        } else {
            let why = format!(
                "the program neither came to rest nor got anywhere within {time}, and used a \
                 processor for {cpu}"
            );
            (why, Cause::Environment)
        };
        Fault::new("playing the case", why).because(cause)
    }
}
