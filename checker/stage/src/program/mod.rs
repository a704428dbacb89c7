//! A program on the stage, and what a script can do with it. This file starts the program and compares
//! facts about it. Most of the other files hold one kind of verb each: `listening.rs`, `printing.rs`,
//! `signals.rs`, `rest_and_end.rs` and others. The parts of a program that the kernel reports have types
//! of their own: see `views.rs`.

pub mod accept_queue;
mod files;
pub mod listener;
mod listening;
pub mod network;
pub mod paths;
mod printing;
pub mod processes;
mod punctual;
pub mod resources;
mod rest_and_end;
pub mod rlimit;
mod signals;
mod standard_error;
pub(crate) mod stopped;
pub mod threads;
mod views;

use std::net::SocketAddr;

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
use crate::state::limits::Limits;
use crate::state::process::{CommandLine, Process};
use crate::state::stage::{Inner, Stage};

/// A program on the stage.
#[derive(Debug, Clone, Copy)]
pub struct Program<'s> {
    pub(crate) stage: &'s Stage,
    index: usize,
}

impl Stage {
    /// Starts a program. `name` is its role: `server` or `client`.
    pub fn starts(&self, name: &str, line: &CommandLine) -> Played<Program<'_>> {
        self.settles();
        let mut inner = self.inner.borrow_mut();
        let (home, place) = (inner.home.as_deref(), inner.place.as_ref());
        let process = Process::start(name, line, &inner.limits, home, place, inner.output)?;
        inner.trace.note(name, What::Starts { arguments: line.shown() });
        inner.processes.push(process);
        Ok(Program { stage: self, index: inner.processes.len() - 1 })
    }

    /// Notes in the trace what a script has put at a path: `a folder`, `an ordinary file`.
    pub fn tells_of(&self, thing: &str, path: &str) {
        self.note(thing, What::IsAt { path: path.into() });
    }

    /// Raises the memory limit of programs started from now on, by the size of this many threads'
    /// stacks.
    pub fn makes_room_for_threads(&self, threads: u64) {
        self.inner.borrow_mut().limits.memory += threads * kernel::stack_of_a_thread();
    }

    /// Allows the programs much work from now on. Generating or scanning millions of bytes one at a
    /// time, for example, takes some programs seconds, but is not a loop that never waits.
    pub fn expects_much_work(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.work = inner.limits.idle_cpu * Limits::MUCH_WORK;
    }
}

impl<'s> Program<'s> {
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Process) -> T) -> T {
        look(&mut self.stage.inner.borrow_mut().processes[self.index])
    }

    /// The program's role: `server` or `client`.
    pub fn name(&self) -> String {
        self.with(|process| process.name.clone())
    }

    pub(crate) fn process(self, inner: &mut Inner) -> &mut Process {
        &mut inner.processes[self.index]
    }

    /// Checks that a value reported by the kernel equals `expected`.
    pub fn fact(&self, measure: Measure, expected: u64, actual: u64) -> Played {
        if expected == actual {
            return Ok(());
        }
        let awaited = Awaited::Fact { measure, expected };
        Err(self.stage.breach(&self.name(), awaited, Instead::Fact(actual)))
    }

    /// Checks that a value is at least `least`.
    pub fn at_least(&self, measure: Measure, least: u64, actual: u64) -> Played {
        if actual >= least {
            return Ok(());
        }
        let awaited = Awaited::AtLeast { measure, least };
        Err(self.stage.breach(&self.name(), awaited, Instead::Fact(actual)))
    }

    /// Checks that a value is at most `most`.
    pub fn at_most(&self, measure: Measure, most: u64, actual: u64) -> Played {
        if actual <= most {
            return Ok(());
        }
        let awaited = Awaited::AtMost { measure, most };
        Err(self.stage().breach(&self.name(), awaited, Instead::Fact(actual)))
    }

    /// Whether its listening socket has been seen, or it has accepted a connection.
    pub(crate) fn is_ready(&self) -> bool {
        self.with(|process| process.is_ready)
    }

    pub(crate) fn note_listening(&self, seen: bool) {
        self.with(|process| process.is_ready = seen);
    }

    pub(crate) fn note_accepted(&self) {
        self.with(|process| process.is_ready = true);
    }

    pub(crate) fn stage(&self) -> &'s Stage {
        self.stage
    }

    pub(crate) fn address(&self) -> Result<SocketAddr, Halt> {
        self.with(|process| process.address).ok_or_else(|| {
            Fault::new("connecting", "the script never waited for the server").into()
        })
    }
}
