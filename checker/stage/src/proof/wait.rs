//! The one place that waits. Everything that a script awaits goes through [`Stage::until`], which
//! drains the programs' output meanwhile, watches for their end, and asks the kernel whether what
//! is awaited can still happen.
//!
//! One thread does all of it, so that "nothing has come" and "nothing can come" are said about the
//! same moment.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use crate::outcome::breach::{Awaited, Instead, Measure, On, Repeated, Wait};
use crate::outcome::fault::{Cause, Fault, Halt};
use crate::proof::beside_timer::Sentry;
use crate::proof::busy_loop::Spin;
use crate::proof::deadlock::{self, Care, Stillness};
use crate::proof::pause::{Patience, Pause};
use crate::state::limits::Limits;
use crate::state::stage::{Inner, Stage};
use kernel::Ready;

/// Time between two looks at what is too dear to look at each time.
const ACCOUNT: Duration = Duration::from_millis(50);
/// The programs are examined this often even while there is always something to wake up for.
const EXAMINE: Duration = Duration::from_millis(20);

/// A program that has been seen to look again and again at what it leaves in a socket will do so again,
/// and its calls are watched after this processor time.
const PEEKS: Duration = Duration::from_millis(5);

/// It has seen all that has come, and looks whether more has: it would wait for that if it could.
fn only_peeks(call: &Repeated) -> bool {
    call.peeks && call.returned > 0
}

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
                        if patience.is_for_rest() && calls.iter().all(only_peeks) {
                            inner.peeks = true;
                            return Err(Pause::Late(Vec::new()));
                        }
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
            if inner.is_stopped || now < may_examine || !is_due {
                continue;
            }
            next_examination = now + EXAMINE;
            let begun = Instant::now();
            inner.hears_who_would_be_in_the_way();
            let care = if patience.is_for_rest() { Care::Rest } else { Care::Proof };
            let rest = deadlock::examine(&inner, care);
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
                        None => sentry = Some(Sentry::begins(now, deadlock::rests(&inner))),
                        Some(sentry) if sentry.is_due(now) => {
                            sentry.looks(now, &deadlock::rests(&inner));
                        }
                        Some(_) => {}
                    }
                }
                _ => {}
            }
        }
    }
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
            Patience::Rest | Patience::Breath if self.peeks => return PEEKS,
            _ => self.limits.idle_cpu,
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
                let interrupted = Fault::new("playing the case", "interrupted");
                return Err(interrupted.because(Cause::Interrupted));
            }
            fds.push(signals.as_fd());
        }
        Ok(kernel::wait_for(&fds, writable, time))
    }

    /// A program that starts others without end is stopped before the machine is.
    fn count_processes(&mut self) -> Result<(), Halt> {
        let count = self.kin().len();
        if count <= self.limits.processes {
            return Ok(());
        }
        let name = self.processes.last().map_or_else(String::new, |process| process.name.clone());
        let most = self.limits.processes as u64;
        let awaited = Awaited::AtMost { measure: Measure::Processes, most };
        Err(self.breach(&name, awaited, Instead::Fact(count as u64)).into())
    }
}
