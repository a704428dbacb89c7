//! What a server has open before its clients come and after they have gone: nothing is left behind.

use stage::breach::{Load, Measure};
use stage::fault::Played;
use stage::program::Program;

/// What may differ between two counts in a program that does nothing wrong: a runtime's own
/// descriptors or threads, made when they are first needed.
pub const SLACK: u64 = 8;

/// The count after, or the one before where it is hardly more.
pub fn spared(before: u64, after: u64) -> u64 {
    if after <= before + SLACK { before } else { after }
}

/// How much a server had open.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    sockets: u64,
    descriptors: u64,
}

impl Open {
    /// Now.
    pub fn by(server: &Program) -> Played<Open> {
        Ok(Open { sockets: server.sockets()?, descriptors: server.descriptors()? })
    }

    /// The server has no more open now, after this load. Sockets are asked for first: who forgets to
    /// close something else may know all about connections.
    pub fn is_all_that(self, server: &Program, after: Load) -> Played {
        let now = Open::by(server)?;
        let fact = |measure, before, now| server.fact(measure, before, spared(before, now));
        fact(Measure::OpenSockets { after }, self.sockets, now.sockets)?;
        fact(Measure::OpenDescriptors { after }, self.descriptors, now.descriptors)
    }
}
