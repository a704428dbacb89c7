//! Counts the descriptors that a server has open before its clients come and after they have gone. The
//! server may leave nothing behind.

use stage::breach::{Load, Measure};
use stage::fault::Played;
use stage::program::Program;

/// The difference between two counts that a correct program may have: a runtime's own descriptors or
/// threads, which it creates when it first needs them.
pub const SLACK: u64 = 8;

/// The later count, or the earlier one if the later is hardly higher.
pub fn spared(before: u64, after: u64) -> u64 {
    if after <= before + SLACK { before } else { after }
}

/// The number of sockets and descriptors that a server has open.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    sockets: u64,
    descriptors: u64,
}

impl Open {
    /// Counts what the server has open now.
    pub fn by(server: &Program) -> Played<Open> {
        Ok(Open {
            sockets: server.resources().sockets()?,
            descriptors: server.resources().descriptors()?,
        })
    }

    fn exceeds(self, before: Open) -> bool {
        let is_more = |before, now| spared(before, now) != before;
        is_more(before.sockets, self.sockets) || is_more(before.descriptors, self.descriptors)
    }

    /// Like [`Self::expect_no_more`], but checks only sockets, and waits as long as the server may still
    /// close one: it may linger after it has ended a stream.
    pub fn expect_no_more_sockets(self, server: &Program, after: Load) -> Played {
        server.resources().awaits_closed_sockets(self.sockets)?;
        let now = server.resources().sockets()?;
        server.fact(Measure::OpenSockets { after }, self.sockets, spared(self.sockets, now))
    }

    /// Checks that the server has no more open now, after this load. Sockets are checked first: a
    /// program that forgets to close something else may still handle connections correctly.
    pub fn expect_no_more(self, server: &Program, after: Load) -> Played {
        let mut now = Open::by(server)?;
        if now.exceeds(self) {
            // It may be about to close something. If it does not come to rest, what it has open counts.
            let _ = server.settles();
            now = Open::by(server)?;
        }
        let fact = |measure, before, now| server.fact(measure, before, spared(before, now));
        fact(Measure::OpenSockets { after }, self.sockets, now.sockets)?;
        fact(Measure::OpenDescriptors { after }, self.descriptors, now.descriptors)
    }
}
