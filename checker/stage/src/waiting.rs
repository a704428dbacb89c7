//! The one place that waits. Everything that a script awaits goes through [`Stage::until`], which
//! drains the programs' output meanwhile, watches for their end, and asks the kernel whether what
//! is awaited can still happen.
//!
//! One thread does all of it, so that "nothing has come" and "nothing can come" are said about the
//! same moment.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use crate::breach::{Awaited, Instead, On, Repeated, Wait};
use crate::fault::{Cause, Fault, Halt, Missing};
use crate::headway::Headway;
use crate::kernel::{self, Doing, Pid, Ready, Thread};
use crate::sentry::Sentry;
use crate::spin::Spin;
use crate::stage::{Inner, Limits, Stage};
use crate::stillness::{self, Care, Stillness};

/// Why a wait ended without what was awaited.
#[derive(Debug)]
pub(crate) enum Pause {
    Halt(Halt),
    /// Nothing will ever come.
    Stuck(Vec<Wait>),
    /// Nothing will come before the deadline.
    Late(Vec<Wait>),
    /// It goes round in a loop that never waits.
    Spins(Spin),
    /// Every program has ended.
    Gone,
}

impl From<Halt> for Pause {
    fn from(halt: Halt) -> Self {
        Pause::Halt(halt)
    }
}

impl From<Fault> for Pause {
    fn from(fault: Fault) -> Self {
        Pause::Halt(fault.into())
    }
}

/// When a wait may stop waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// When it is proved that nothing will ever come.
    Proof,
    /// The same, while the program may still be starting up.
    Start,
    /// As soon as every program rests, be it with an eye on the clock.
    Rest,
    /// The same, and it is looked at once whether they do: a program's own time runs meanwhile.
    Breath,
}

impl Patience {
    /// Whether it is enough that every program rests.
    fn is_for_rest(self) -> bool {
        matches!(self, Patience::Rest | Patience::Breath)
    }
}

/// How far what has come agrees with what is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// All of it has come.
    Whole,
    /// A beginning of it has come.
    Partial,
    /// Something else has come.
    Wrong,
}

impl Progress {
    pub fn of(heard: &[u8], expected: &[u8]) -> Progress {
        let common = heard.len().min(expected.len());
        match heard[..common] == expected[..common] {
            false => Progress::Wrong,
            true if common == expected.len() => Progress::Whole,
            true => Progress::Partial,
        }
    }
}

/// Time between two looks at what is too dear to look at each time.
const ACCOUNT: Duration = Duration::from_millis(50);
/// The programs are examined this often even while there is always something to wake up for.
const EXAMINE: Duration = Duration::from_millis(20);

/// Processes that wait for each other, for an end or for what comes out of a pipe, and nobody who
/// waits for anything else.
fn is_launcher(waits: &[Wait]) -> bool {
    waits.iter().all(|wait| wait.on == On::Itself)
        && waits.iter().any(|wait| matches!(&wait.call[..], "wait" | "read"))
}

impl Stage {
    /// Waits until `look` finds what is awaited. `fds` are watched beside the programs' output, so
    /// that a wait ends as soon as there is something to look at.
    pub(crate) fn until<T>(
        &self,
        patience: Patience,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        mut look: impl FnMut(&mut Inner) -> Result<Option<T>, Halt>,
    ) -> Result<T, Pause> {
        // Processor time used before this wait, and bytes printed. Counting is dear, and most things come
        // at once, so it is put off for a moment: what is burnt in that is not worth counting.
        let mut counted = None;
        // A program that computes is looked at less and less often.
        let mut looks = 0;
        // How far they had got by then, or a little later: the same holds for it.
        let mut headway = None;
        let mut consumed = None;
        // The threads beside one that looks at its clock.
        let mut sentry: Option<Sentry> = None;
        self.inner.borrow_mut().left_alone = None;
        let mut idle = 0u32;
        let mut next_account = Instant::now() + ACCOUNT;
        let mut next_examination = Instant::now() + EXAMINE;
        // Looking takes from the programs, of this case and of others, the very time that they need to
        // move: no more than a sixth of it.
        let mut may_examine = Instant::now();
        loop {
            let mut inner = self.inner.borrow_mut();
            inner.drain();
            if let Some(found) = look(&mut inner)? {
                inner.moved = Some(Instant::now());
                return Ok(found);
            }
            if idle > 3 {
                counted.get_or_insert_with(|| (inner.cpu(), inner.printed()));
            }
            inner.makes_up_for_standstills();
            let now = Instant::now();
            if now >= inner.curtain {
                let before = *counted.get_or_insert_with(|| (inner.cpu(), inner.printed()));
                let Some(pause) = inner.at_the_deadline(patience, before, headway.as_ref())? else {
                    continue;
                };
                // What it did before it came to rest may be here only now: that counts.
                let rested = matches!(pause, Pause::Stuck(_) | Pause::Late(_));
                let had_printed = inner.drain();
                return match look(&mut inner)? {
                    Some(found) => {
                        inner.moved = Some(now);
                        Ok(found)
                    }
                    None if rested && had_printed => continue,
                    None => Err(inner.beside_a_clock(pause, sentry.as_ref())),
                };
            }
            if now >= next_account {
                inner.notes_progress(&mut consumed);
                let cpu = inner.cpu();
                let (before, printed) = *counted.get_or_insert_with(|| (cpu, inner.printed()));
                let burnt = cpu.saturating_sub(before);
                let allowed = inner.cpu_allowed(patience);
                if burnt > allowed / 4 {
                    headway.get_or_insert_with(|| inner.headway());
                }
                if burnt > allowed * (1 << looks) {
                    let now_at = Some(inner.headway());
                    if now_at != headway {
                        (counted, headway, looks) = (Some((cpu, printed)), now_at, 0);
                    } else if let Some(calls) = inner.goes_round(printed, false)? {
                        return Err(Pause::Spins(Spin { cpu: burnt, calls }));
                    } else {
                        looks += 1;
                    }
                }
                inner.count_processes()?;
                next_account = now + ACCOUNT;
            }
            // Short at first, since most things come at once; then up to some milliseconds.
            let time = Duration::from_micros(100 << idle.min(5)).min(inner.curtain - now);
            match inner.wait(readable, writable, time)? {
                Ready::Something => idle = 0,
                Ready::Nothing => idle += 1,
            }
            let is_due = idle >= 3 || now >= next_examination || patience == Patience::Breath;
            if inner.is_frozen || now < may_examine || !is_due {
                continue;
            }
            next_examination = now + EXAMINE;
            let begun = Instant::now();
            inner.hears_who_would_be_in_the_way();
            let care = if patience.is_for_rest() { Care::Rest } else { Care::Proof };
            let rest = stillness::examine(&inner, care);
            may_examine = begun + 5 * begun.elapsed();
            if matches!(rest, Stillness::Unknown(_))
                && let Some(breach) = inner.who_hides()
            {
                return Err(Pause::Halt(breach.into()));
            }
            // What came before they all rested has come by now: it counts.
            let had_printed = inner.drain();
            if let Some(found) = look(&mut inner)? {
                inner.moved = Some(now);
                return Ok(found);
            }
            if had_printed {
                continue;
            }
            match rest {
                Stillness::Forever(_) if inner.everybody_has_gone() => return Err(Pause::Gone),
                // A launcher that waits for what it has launched: while a program starts, that is no
                // hang yet, whatever it looks like. The deadline will tell.
                Stillness::Forever(waits) if patience == Patience::Start && is_launcher(&waits) => {
                }
                Stillness::Forever(waits) => return Err(Pause::Stuck(waits)),
                Stillness::NotBefore(when, waits) if when > inner.end_of_patience() => {
                    return Err(inner.beside_a_clock(Pause::Late(waits), sentry.as_ref()));
                }
                Stillness::NotBefore(_, waits) | Stillness::Sometime(waits)
                    if patience.is_for_rest() =>
                {
                    return Err(Pause::Late(waits));
                }
                Stillness::Unknown(missing) if patience.is_for_rest() => {
                    return Err(Pause::Halt(missing.into()));
                }
                // They wait for their clock: whoever looked again at once would see the same.
                Stillness::NotBefore(..) | Stillness::Sometime(_) => {
                    may_examine = now + EXAMINE;
                    match &mut sentry {
                        None => sentry = Some(Sentry::begins(now, stillness::rests(&inner))),
                        Some(sentry) if sentry.is_due(now) => {
                            sentry.looks(now, &stillness::rests(&inner));
                        }
                        Some(_) => {}
                    }
                }
                _ => {}
            }
        }
    }

    pub(crate) fn is_past_curtain(&self) -> bool {
        Instant::now() >= self.inner.borrow().curtain
    }

    /// Runs `act`, which must not wait, while every program stands still, and lets them go on
    /// afterwards. Programs that wait in a call which being stopped would interrupt (`EINTR`,
    /// signal(7)) are left alone, and so is the scene: they did nothing to deserve it.
    pub(crate) fn while_frozen<T>(&self, act: impl FnOnce() -> Result<T, Halt>) -> Result<T, Halt> {
        // One that is still on its way to such a call is seen in it once it rests there. How this
        // wait ends is no matter: whoever does not rest waits in no call.
        let _ = self.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        let (kin, patience) = {
            let inner = self.inner.borrow();
            let kin = inner.kin();
            if stillness::would_be_interrupted(&inner, &kin) {
                let why = "the program waits in a call that stopping would interrupt";
                return Err(Missing::new("stopping a program", why).into());
            }
            (kin, inner.curtain)
        };
        self.inner.borrow_mut().is_frozen = true;
        let result = kernel::freeze(&kin, patience).map_err(Halt::from).and_then(|()| act());
        kernel::thaw(&kin);
        self.inner.borrow_mut().is_frozen = false;
        result
    }

    /// Runs `act`, which must not wait for a program, before any of them can move. They stand still
    /// meanwhile, or are held where stopping would disturb them. Where neither is allowed, they are
    /// stalled as well as the machine allows; if one of them has moved then, the trap was not sprung.
    pub(crate) fn before_they_move<T>(&self, act: impl Fn() -> Result<T, Halt>) -> Result<T, Halt> {
        match self.while_frozen(&act) {
            Err(Halt::Missing(_)) => {}
            done => return done,
        }
        let kin = self.inner.borrow().kin();
        if let Ok(held) = kernel::hold(&kin) {
            self.inner.borrow_mut().is_frozen = true;
            let done = self.hurries(act);
            held.go_on();
            self.inner.borrow_mut().is_frozen = false;
            return done;
        }
        let stalled = kernel::stall(&kin);
        let before = self.threads_of(&kin);
        let done = self.hurries(act);
        if !have_rested(before, self.threads_of(&kin), stalled.is_some()) {
            let why = "the machine let the program run on";
            self.is_not_sprung(Missing::new("stopping a program for a moment", why));
        }
        if let Some(stalled) = stalled {
            stalled.go_on(&self.inner.borrow().kin());
        }
        done
    }

    /// The threads of these processes; `None` where the machine does not tell.
    fn threads_of(&self, kin: &[Pid]) -> Option<Vec<Thread>> {
        let born = self.inner.borrow().born;
        kin.iter().try_fold(Vec::new(), |mut all, pid| {
            all.extend(kernel::threads(*pid, born).ok()?);
            Some(all)
        })
    }
}

/// Whether no thread has run between the two moments. One that shares this thread's processor may
/// have something to do by now, and has not begun with it.
fn have_rested(before: Option<Vec<Thread>>, now: Option<Vec<Thread>>, share_ours: bool) -> bool {
    let (Some(before), Some(now)) = (before, now) else { return false };
    let has_rested = |now: &Thread| {
        let same = |before: &&Thread| (before.tid, before.switches) == (now.tid, now.switches);
        before.iter().any(|before| same(&before)) && (share_ours || now.doing != Doing::Running)
    };
    before.len() == now.len() && now.iter().all(has_rested)
}

impl Inner {
    /// A peer that is not deaf reads what comes, whomever the script is listening to at the moment:
    /// a program that waits for room to write to it waits for us.
    fn hears_who_would_be_in_the_way(&mut self) {
        for connection in &mut self.connections {
            let (Some(stream), false) = (&connection.stream, connection.is_deaf) else { continue };
            let inbox = connection.inbox();
            if matches!(inbox, Ok(Some(inbox)) if inbox.unacknowledged > 0) {
                kernel::arm_quick_ack(std::os::fd::AsFd::as_fd(stream));
                // What is wrong with a connection is found by who listens to it.
                let _ = connection.receive();
            }
        }
    }

    fn cpu_allowed(&self, patience: Patience) -> Duration {
        let idle = match patience {
            Patience::Start => self.limits.idle_cpu * Limits::START_UP,
            Patience::Proof | Patience::Rest | Patience::Breath => self.limits.idle_cpu,
        };
        idle + self.work
    }

    fn wait(
        &self,
        readable: &[BorrowedFd<'_>],
        writable: &[BorrowedFd<'_>],
        time: Duration,
    ) -> Result<Ready, Fault> {
        let mut fds: Vec<BorrowedFd<'_>> = readable.to_vec();
        for process in &self.processes {
            fds.extend(process.watched());
        }
        if let Some(signals) = &self.signals {
            if signals.came() {
                return Err(Fault::new("playing the case", "interrupted"));
            }
            fds.push(signals.as_fd());
        }
        Ok(kernel::wait_for(&fds, writable, time))
    }

    /// Whether something that the script waited for has come lately: half a deadline ago at most. A
    /// program that is slow but correct keeps doing that.
    fn is_making_progress(&self) -> bool {
        self.moved.is_some_and(|moved| moved.elapsed() < self.limits.deadline / 2)
    }

    /// A program that does not move before this moment is late already. One that makes progress may
    /// take a nap when the curtain comes, but none that is longer than half a deadline.
    fn end_of_patience(&self) -> Instant {
        match self.is_making_progress() {
            true => self.curtain.max(Instant::now() + self.limits.deadline / 2),
            false => self.curtain,
        }
    }

    /// Puts the curtain off, where that is still allowed.
    fn extends(&mut self) -> bool {
        if self.extensions == 0 {
            return false;
        }
        self.extensions -= 1;
        self.curtain += self.limits.deadline;
        self.window = Window {
            begun: Instant::now(),
            cpu: self.cpu(),
            in_line: self.time_in_line(),
            standstills: self.pulse.total,
        };
        true
    }

    /// A program that is late at the deadline may have threads that have been left alone all the while.
    fn beside_a_clock(&mut self, pause: Pause, sentry: Option<&Sentry>) -> Pause {
        if matches!(pause, Pause::Late(_)) {
            let least = self.limits.deadline / 2;
            self.left_alone = sentry.and_then(|sentry| sentry.left_alone(least));
        }
        pause
    }

    /// What is taken from the stage itself is not the program's time.
    fn makes_up_for_standstills(&mut self) {
        let lost = self.pulse.beats();
        if !lost.is_zero() {
            self.curtain += lost;
            self.moved = self.moved.map(|moved| moved + lost);
        }
    }

    /// The loop that the programs go round in, or that they print without end; `None` where neither is
    /// proved.
    fn goes_round(
        &self,
        printed_before: u64,
        at_the_deadline: bool,
    ) -> Result<Option<Vec<Repeated>>, Fault> {
        match self.flood(printed_before, at_the_deadline) {
            None => self.loop_of_calls(),
            flood => Ok(flood),
        }
    }

    /// The deadline is no evidence by itself: what the programs are doing then decides. `None` where
    /// it was put off: they are on their way, or other programs have the processors.
    fn at_the_deadline(
        &mut self,
        patience: Patience,
        (cpu_before, printed_before): (Duration, u64),
        headway_before: Option<&Headway>,
    ) -> Result<Option<Pause>, Fault> {
        let cpu = self.cpu().saturating_sub(cpu_before);
        let gets_on = headway_before.is_some_and(|before| *before != self.headway());
        match stillness::examine(self, Care::Proof) {
            // A process that has ended waits for nothing, and it did end in time.
            Stillness::Forever(_) if self.everybody_has_gone() => Ok(Some(Pause::Gone)),
            Stillness::Forever(waits) => Ok(Some(Pause::Stuck(waits))),
            _ if gets_on || self.is_making_progress() => match self.extends() {
                true => Ok(None),
                false => Err(self.is_too_slow()),
            },
            Stillness::NotBefore(_, waits) | Stillness::Sometime(waits)
                if !Share::of(self).is_worth_waiting() =>
            {
                Ok(Some(Pause::Late(waits)))
            }
            moving => {
                if let Some(calls) = self.goes_round(printed_before, true)? {
                    return Ok(Some(Pause::Spins(Spin { cpu, calls })));
                }
                let share = Share::of(self);
                let is_known = !matches!(moving, Stillness::Unknown(_));
                if !is_known && !share.is_worth_waiting() {
                    return Ok(Some(Pause::Late(Vec::new())));
                }
                // One that had the processors and got nowhere gets no more of them, unless it starts.
                let may_go_on = patience == Patience::Start || !share.keeps_busy();
                if is_known && may_go_on && self.extends() {
                    return Ok(None);
                }
                Err(share.fault())
            }
        }
    }

    /// The program does what it should, and does not come to the end of the case.
    fn is_too_slow(&self) -> Fault {
        let why = format!(
            "the program was making progress, but too slowly to finish the case in {} s",
            self.limits.longest().as_secs()
        );
        Fault::new("playing the case", why).because(Cause::Slow)
    }

    /// A program that starts others without end is stopped before the machine is.
    fn count_processes(&mut self) -> Result<(), Halt> {
        let count = self.kin().len();
        if count <= self.limits.processes {
            return Ok(());
        }
        let name = self.processes.last().map_or_else(String::new, |process| process.name.clone());
        let awaited =
            Awaited::AtMost { what: "processes".into(), most: self.limits.processes as u64 };
        Err(self.breach(&name, awaited, Instead::Fact(count as u64)).into())
    }
}

/// What the programs and the stage had so far when the curtain was last put off.
#[derive(Debug)]
pub(crate) struct Window {
    begun: Instant,
    cpu: Duration,
    /// Time for which threads were ready to run and did not.
    in_line: Duration,
    standstills: Duration,
}

impl Window {
    /// Before anything has begun.
    pub fn opens(begun: Instant) -> Window {
        let none = Duration::ZERO;
        Window { begun, cpu: none, in_line: none, standstills: none }
    }
}

/// What the programs and the stage had since then.
struct Share {
    time: Duration,
    cpu: Duration,
    in_line: Duration,
    standstills: Duration,
}

impl Share {
    fn of(inner: &Inner) -> Share {
        let before = &inner.window;
        Share {
            time: before.begun.elapsed(),
            cpu: inner.cpu().saturating_sub(before.cpu),
            in_line: inner.time_in_line().saturating_sub(before.in_line),
            standstills: inner.pulse.total.saturating_sub(before.standstills),
        }
    }

    /// The programs had as much of a processor as anybody can ask for.
    fn keeps_busy(&self) -> bool {
        self.cpu > self.time / 2
    }

    /// The programs had much to do, or did not get to do it: that one of them looks at a clock at this
    /// moment says nothing.
    fn is_worth_waiting(&self) -> bool {
        self.keeps_busy() || self.in_line > self.time / 4
    }

    /// Why nothing can be said of a program that moves and does not get anywhere.
    fn fault(&self) -> Fault {
        let seconds = |time: Duration| format!("{:.1} s", time.as_secs_f64());
        let (time, cpu) = (seconds(self.time), seconds(self.cpu));
        let (why, cause) = if self.keeps_busy() {
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
