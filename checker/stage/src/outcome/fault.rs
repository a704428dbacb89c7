//! The reasons why a script may stop, and the party that has to act. A broken promise is the learner's
//! responsibility, a fault is the checker's, and a missing lever is the machine's. They are three types,
//! and none turns into another.

use std::fmt;

use nanoserde::{DeBin, SerBin};

use crate::outcome::breach::Breach;

pub use kernel::Missing;

/// The stage could not play the case. Never the learner's fault.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Fault {
    /// The action that failed: `starting the server`.
    pub doing: String,
    /// The reason, in the operating system's words or the checker's.
    pub why: String,
    pub cause: Cause,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.why)
    }
}

impl std::error::Error for Fault {}

/// The cause of a [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, SerBin, DeBin)]
pub enum Cause {
    /// The stage, or the machine around it, failed.
    Environment,
    /// Other programs had the processors: the case may succeed when it is played alone.
    Starved,
    /// The program was making progress when the time was up.
    Slow,
    /// The user ended the run (`SIGINT`, `SIGTERM`).
    Interrupted,
}

impl Fault {
    /// A fault of the environment; see [`Fault::because`] for another cause.
    pub fn new(doing: impl Into<String>, why: impl ToString) -> Self {
        Fault { doing: doing.into(), why: why.to_string(), cause: Cause::Environment }
    }

    /// Sets the cause of this fault.
    pub fn because(self, cause: Cause) -> Self {
        Fault { cause, ..self }
    }
}

/// Why a script stopped before its end.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Halt {
    Breach(Box<Breach>),
    Fault(Fault),
    Missing(Missing),
}

impl From<Breach> for Halt {
    fn from(breach: Breach) -> Self {
        Halt::Breach(Box::new(breach))
    }
}

impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Halt::Fault(fault)
    }
}

impl From<Missing> for Halt {
    fn from(missing: Missing) -> Self {
        Halt::Missing(missing)
    }
}

/// The result of a script: `Ok` if every promise was kept.
pub type Played<T = ()> = Result<T, Halt>;
