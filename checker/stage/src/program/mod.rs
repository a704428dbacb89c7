//! A program on the stage, and what a script can do with it. This file starts it and compares facts about it.
//! Each other file has one kind of verb: `listening.rs`, `printing.rs`, `signals.rs`, `ending.rs` and others.

pub mod accept_queue;
mod ending;
mod files;
mod inheritance;
mod listening;
mod network;
pub mod paths;
mod printing;
mod processes;
mod punctual;
mod resources;
mod resting;
pub mod rlimit;
mod signals;
mod standard_error;
pub(crate) mod stopped;
mod threads;

use std::net::SocketAddr;

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
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
        let (home, output) = (inner.home.as_deref(), inner.output);
        let process = Process::start(name, line, &inner.limits, home, output)?;
        inner.trace.note(name, What::Starts { arguments: line.told() });
        inner.processes.push(process);
        Ok(Program { stage: self, index: inner.processes.len() - 1 })
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
    pub fn fact(&self, measure: Measure, expected: u64, told: u64) -> Played {
        if expected == told {
            return Ok(());
        }
        let awaited = Awaited::Fact { measure, expected };
        Err(self.stage.breach(&self.name(), awaited, Instead::Fact(told)))
    }

    /// Checks that a value is at least `least`.
    pub fn at_least(&self, measure: Measure, least: u64, told: u64) -> Played {
        if told >= least {
            return Ok(());
        }
        let awaited = Awaited::AtLeast { measure, least };
        Err(self.stage.breach(&self.name(), awaited, Instead::Fact(told)))
    }

    /// Checks that a value is at most `most`.
    pub fn has_at_most(&self, measure: Measure, most: u64, told: u64) -> Played {
        if told <= most {
            return Ok(());
        }
        let awaited = Awaited::AtMost { measure, most };
        Err(self.stage().breach(&self.name(), awaited, Instead::Fact(told)))
    }

    /// Whether its listening socket has been seen, or it has accepted a connection.
    pub(crate) fn is_ready(&self) -> bool {
        self.with(|process| process.is_ready)
    }

    pub(crate) fn is_seen_listening(&self, seen: bool) {
        self.with(|process| process.is_ready = seen);
    }

    pub(crate) fn has_let_in(&self) {
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
