//! Turns the result of a wait into a broken promise, with the evidence: which program broke it, and
//! whether it was a program's fault at all.

use std::time::Duration;

use crate::outcome::breach::{Awaited, Breach, Instead, Measure};
use crate::outcome::fault::{Cause, Fault, Halt, Played};
use crate::proof::busy_loop::Spin;
use crate::proof::pause::{Patience, Pause};
use crate::state::stage::Stage;

impl Stage {
    /// The result of the script, with the blame assigned. A program that hides itself cannot be judged.
    /// That is its own doing, not the machine's or the stage's.
    pub fn blames_hiding(&self, played: Played) -> Played {
        match played {
            Err(Halt::Fault(Fault { cause: Cause::Interrupted, .. })) => played,
            Err(Halt::Missing(_) | Halt::Fault(_)) => {
                match self.inner.borrow_mut().breach_of_hiding() {
                    Some(breach) => Err(breach.into()),
                    None => played,
                }
            }
            _ => played,
        }
    }

    /// Reconsiders a broken promise if the stage itself stood still for a second or more. During that
    /// time a peer was silent, and a correct program may have given it up. Shorter standstills are
    /// common on a busy machine, and cases about time allow for them.
    pub fn reconsiders(&self, halt: Halt) -> Halt {
        const PATIENCE: Duration = Duration::from_secs(1);
        let mut inner = self.inner.borrow_mut();
        inner.pulse.beats();
        let longest = inner.pulse.longest;
        match halt {
            Halt::Breach(breach) if longest >= PATIENCE && !is_its_own_doing(&breach) => {
                let why = format!(
                    "the machine is too busy: the checker itself stood still for {:.1} s, and what the \
                     program did about that is no evidence",
                    longest.as_secs_f64()
                );
                Fault::new("playing the case", why).because(Cause::Starved).into()
            }
            halt => halt,
        }
    }

    /// Records a broken promise, once the programs have come to rest. A program that is about to panic
    /// or to end does so first, so it leaves the same evidence every time.
    pub(crate) fn breach(&self, program: &str, awaited: Awaited, instead: Instead) -> Halt {
        if !matches!(instead, Instead::Stuck { .. } | Instead::Late { .. } | Instead::Spins { .. })
        {
            self.comes_to_rest();
        }
        self.inner.borrow_mut().breach(program, awaited, instead).into()
    }

    /// Waits until the programs rest, or have sent more than evidence needs. How the wait ends does not matter.
    fn comes_to_rest(&self) {
        let before = self.inner.borrow().output();
        let _ = self.until(Patience::Rest, &[], &[], |inner| {
            Ok(inner.has_sent_much_since(&before).then_some(()))
        });
    }

    /// Interprets the end of a wait, usually as a breach by `program`: it should have produced
    /// `awaited`, and produced `heard` instead.
    pub(crate) fn blame(
        &self,
        pause: Pause,
        program: &str,
        awaited: Awaited,
        heard: &[u8],
    ) -> Halt {
        let heard = heard.to_vec();
        let instead = match pause {
            Pause::Halt(halt) => return halt,
            Pause::Stuck(waits) => Instead::Stuck { waits, heard, watched_ms: None },
            Pause::Late(waits) => match self.inner.borrow_mut().left_alone.take() {
                Some((waits, time)) => {
                    let watched_ms = Some(time.as_millis() as u64);
                    Instead::Stuck { waits, heard, watched_ms }
                }
                None => Instead::Late { waits, heard },
            },
            Pause::Spins(Spin { cpu, round }) => {
                Instead::Spins { cpu_ms: cpu.as_millis() as u64, calls: round.calls, heard }
            }
            Pause::Gone => match self.inner.borrow().exit_of(program) {
                Some(exit) => Instead::Ended(exit),
                None => {
                    return Fault::new("waiting", "every program has ended without an exit status")
                        .into();
                }
            },
        };
        self.breach(program, awaited, instead)
    }

    /// The last check of every program. A panic on any thread breaks the promise, even if no peer waited
    /// for that thread and every peer got what it wanted. If a trap was not sprung, the check says
    /// nothing about the promise.
    pub fn curtain(&self) -> Result<(), Halt> {
        self.inner.borrow_mut().drain();
        // A thread that is about to panic gets the time to do so.
        if !self.inner.borrow().is_over() {
            self.comes_to_rest();
        }
        let mut inner = self.inner.borrow_mut();
        inner.drain();
        for index in 0..inner.processes.len() {
            if inner.processes[index].panic().is_some() {
                let name = inner.processes[index].name.clone();
                return Err(inner.breach(&name, Awaited::NoPanic, Instead::Fact(0)).into());
            }
        }
        match inner.unsprung.take() {
            Some(missing) => Err(missing.into()),
            None => Ok(()),
        }
    }
}

/// Whether a silence of the stage cannot have caused the program's action.
fn is_its_own_doing(breach: &Breach) -> bool {
    let starts_too_many =
        matches!(&breach.awaited, Awaited::AtMost { measure: Measure::Processes, .. });
    starts_too_many || matches!(breach.instead, Instead::Hides | Instead::NotWritten(_))
}
