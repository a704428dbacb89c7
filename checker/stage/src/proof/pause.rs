//! How long a wait may take, and why it ended without the expected event.

use crate::outcome::breach::Wait;
use crate::outcome::fault::{Fault, Halt};
use crate::proof::busy_loop::Spin;

/// Why a wait ended without the expected event.
#[derive(Debug)]
pub(crate) enum Pause {
    Halt(Halt),
    /// Nothing will ever come.
    Stuck(Vec<Wait>),
    /// Nothing will come before the deadline.
    Late(Vec<Wait>),
    /// A program runs in a loop that never waits.
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
    /// Like [`Self::Proof`], but the program may still be starting up.
    Start,
    /// As soon as every program rests, even if it also waits for a clock. A short pause is waited for if the
    /// program has something to read, or does nothing but pause.
    Rest,
    /// Like [`Self::Rest`], but each short pause is waited for, also that of a single thread.
    Settled,
    /// Like [`Self::Rest`], but checked at once, since a program's own time is running.
    Breath,
    /// Like [`Self::Rest`], but a program that asks again and again without waiting does not rest.
    Idle,
}

impl Patience {
    /// Whether it is enough that every program rests.
    pub fn is_for_rest(self) -> bool {
        matches!(self, Patience::Rest | Patience::Settled | Patience::Breath | Patience::Idle)
    }
}
