//! A case is a scene of about a dozen lines (which peer connects, what it says, what it must hear)
//! with a promise of the lesson's contract. A case that traps a wrong belief has a control for it,
//! which is the same scene without the trap.

use stage::fault::Played;

use crate::rank::Rank;
use crate::role::Role;
use crate::scene::Scene;

/// A script that plays a scene.
pub type Script = fn(&Scene) -> Played;

/// One promise of a lesson's contract, and the scene that tests it.
#[derive(Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub role: Role,
    pub rank: Rank,
    /// The promise: what the program does, in the present tense, on one line.
    pub promise: &'static str,
    pub play: Script,
    /// Beliefs that may be behind a failure, the most specific first.
    pub exposes: &'static [Exposes],
    /// The requirement of this case. The case is skipped if the machine, or the isolation, does not
    /// meet it.
    pub needs: Option<Need>,
    /// A correct program may solve the task in a way that the trap does not affect. Then the case is
    /// skipped.
    pub depends_on_the_way: bool,
    /// The case waits for a clock, and the wait cannot be shortened. The case starts early, in parallel
    /// with others, so that it does not end last.
    pub waits_for_a_clock: bool,
}

/// A requirement of a case, besides a network and the lesson's programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// An isolated environment (a cell) with names, ports, routes, defaults or process numbers of
    /// its own.
    Cell,
    /// Raw sockets for its program, which runs as root inside a cell (raw(7)).
    RawSockets,
}

impl Case {
    /// A case about the server. It is core, and exposes no belief unless one is added.
    pub const fn server(name: &'static str, play: Script) -> Case {
        Case {
            name,
            role: Role::Server,
            rank: Rank::Core,
            promise: "",
            play,
            exposes: &[],
            needs: None,
            depends_on_the_way: false,
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

    pub const fn needs(self, need: Need) -> Case {
        Case { needs: Some(need), ..self }
    }

    pub const fn depends_on_the_way(self) -> Case {
        Case { depends_on_the_way: true, ..self }
    }

    pub const fn waits_for_a_clock(self) -> Case {
        Case { waits_for_a_clock: true, ..self }
    }

    /// Adds the beliefs that may be behind a failure, the most specific first.
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
    pub belief: &'static str,
    /// The same scene without the trap. The belief is named only if the program passes it.
    pub control: Script,
}
