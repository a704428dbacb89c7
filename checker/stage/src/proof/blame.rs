//! From what came of a wait to a broken promise, with the evidence: which program broke it, and whether it
//! was the program at all.

use std::time::Duration;

use crate::outcome::breach::{Awaited, Breach, Instead, Measure};
use crate::outcome::fault::{Cause, Fault, Halt, Played};
use crate::proof::busy_loop::Spin;
use crate::proof::wait::{Patience, Pause};
use crate::state::connection::Connection;
use crate::state::process::Process;
use crate::state::stage::{Inner, Stage};

impl Stage {
    /// What came of the script, with the blame where it belongs. A program that hides itself leaves
    /// nothing to judge by: that is its own doing, and neither the machine's nor ours.
    pub fn blames_who_hides(&self, played: Played) -> Played {
        match played {
            Err(Halt::Fault(Fault { cause: Cause::Interrupted, .. })) => played,
            Err(Halt::Missing(_) | Halt::Fault(_)) => match self.inner.borrow_mut().who_hides() {
                Some(breach) => Err(breach.into()),
                None => played,
            },
            _ => played,
        }
    }

    /// What to make of a broken promise where the stage itself stood still for a second or more: a
    /// correct program may have given up a peer that was silent because of us. Shorter standstills are
    /// an everyday matter on a busy machine, and cases about time allow for them.
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

    /// Writes down a broken promise, once the programs have come to rest: a program that is about
    /// to panic or to end does so first, and leaves the same evidence every time.
    pub(crate) fn breach(&self, program: &str, awaited: Awaited, instead: Instead) -> Halt {
        if !matches!(instead, Instead::Stuck { .. } | Instead::Late { .. } | Instead::Spins { .. })
        {
            let _ = self.until::<()>(Patience::Rest, &[], &[], |_| Ok(None));
        }
        self.inner.borrow_mut().breach(program, awaited, instead).into()
    }

    /// Turns the end of a wait into what it means: a breach by `program`, which owed `awaited` and
    /// of which `heard` had come.
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
            Pause::Spins(Spin { cpu, calls }) => {
                Instead::Spins { cpu_ms: cpu.as_millis() as u64, calls, heard }
            }
            Pause::Gone => match self.inner.borrow().exit_of(program) {
                Some(exit) => Instead::Ended(exit),
                None => {
                    return Fault::new("waiting", "every program has gone without an exit status")
                        .into();
                }
            },
        };
        self.breach(program, awaited, instead)
    }
}

/// Whether no silence of ours can have led the program to it.
fn is_its_own_doing(breach: &Breach) -> bool {
    let starts_too_many =
        matches!(&breach.awaited, Awaited::AtMost { measure: Measure::Processes, .. });
    starts_too_many || matches!(breach.instead, Instead::Hides | Instead::NotWritten(_))
}

impl Inner {
    /// Writes down a broken promise as it stands, with what the program said on its standard error. Where it
    /// said that it panicked, that is what happened, whatever it looked like from outside.
    pub fn breach(&mut self, program: &str, awaited: Awaited, instead: Instead) -> Breach {
        self.drain();
        let process = self.processes.iter().rev().find(|process| process.name == program);
        let instead = match process.and_then(Process::panic) {
            Some(words) if words.contains("not yet implemented") => Instead::NotWritten(words),
            Some(words) => Instead::Panic(words),
            None => instead,
        };
        Breach {
            program: program.into(),
            awaited,
            instead,
            cut: None,
            short_writes: Vec::new(),
            queued: self.queued(),
            stderr: process.map_or_else(String::new, Process::last_words),
            exit: process.and_then(|process| process.exit),
        }
    }

    /// The breach of a program that hides itself; `None` where none does.
    pub fn who_hides(&mut self) -> Option<Breach> {
        let hidden = self.kin().into_iter().find(|pid| kernel::hides(*pid))?;
        let itself = self.processes.iter().find(|process| process.pid == hidden);
        let name = itself.or(self.processes.last())?.name.clone();
        Some(self.breach(&name, Awaited::Observable, Instead::Hides))
    }

    /// Peers that are connected and that the program has not accepted.
    fn queued(&self) -> Vec<String> {
        let waits = |one: &&Connection| {
            let inbox = one.inbox().ok().flatten();
            one.stream.is_some() && inbox.is_some_and(|inbox| !inbox.is_accepted)
        };
        self.connections.iter().filter(waits).map(|one| one.name.clone()).collect()
    }
}
