//! A case is a scene of a dozen lines (which peer connects, what it says, what it must hear) with a
//! promise of the lesson's contract. A case that traps a wrong belief brings a control for it: the same
//! scene without the trap.

use stage::fault::Played;

use crate::rank::Rank;
use crate::role::Role;
use crate::scene::Scene;

/// A scene to be played.
pub type Script = fn(&Scene) -> Played;

/// One promise of a lesson's contract, and the scene that tries it.
#[derive(Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub role: Role,
    pub rank: Rank,
    /// The promise: what the program does, in the present tense, on one line.
    pub promise: &'static str,
    pub play: Script,
    /// Beliefs that may be behind a failure, the more special first.
    pub exposes: &'static [Exposes],
    /// Its program opens raw sockets. In a cell it counts as root for it (raw(7)).
    pub needs_raw_sockets: bool,
    /// It waits for a clock so long that it would be the last to end, and may not be shortened. Such a case
    /// is best begun early, beside others.
    pub waits_for_a_clock: bool,
}

impl Case {
    /// A case about the server. It is core, and exposes nothing unless that is added.
    pub const fn server(name: &'static str, play: Script) -> Case {
        Case {
            name,
            role: Role::Server,
            rank: Rank::Core,
            promise: "",
            play,
            exposes: &[],
            needs_raw_sockets: false,
            waits_for_a_clock: false,
        }
    }

    /// Like [`Case::server`], but about the client.
    pub const fn client(name: &'static str, play: Script) -> Case {
        Case { role: Role::Client, ..Case::server(name, play) }
    }

    /// Like [`Case::server`], but about both programs together.
    pub const fn both(name: &'static str, play: Script) -> Case {
        Case { role: Role::Both, ..Case::server(name, play) }
    }

    pub const fn promises(self, promise: &'static str) -> Case {
        Case { promise, ..self }
    }

    pub const fn manners(self) -> Case {
        Case { rank: Rank::Manners, ..self }
    }

    pub const fn needs_raw_sockets(self) -> Case {
        Case { needs_raw_sockets: true, ..self }
    }

    pub const fn waits_for_a_clock(self) -> Case {
        Case { waits_for_a_clock: true, ..self }
    }

    /// Adds the beliefs that may be behind a failure, the more special first.
    pub const fn exposes(self, exposes: &'static [Exposes]) -> Case {
        Case { exposes, ..self }
    }
}

/// A belief that a case may expose, with its control.
pub const fn belief(id: &'static str, control: Script) -> Exposes {
    Exposes { belief: id, control }
}

/// A belief that a case may expose.
#[derive(Clone, Copy)]
pub struct Exposes {
    /// The belief's id.
    pub belief: &'static str,
    /// The same scene without the trap. The belief is named only where this is kept.
    pub control: Script,
}
