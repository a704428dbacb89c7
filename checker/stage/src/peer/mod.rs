//! Peers: the other ends of a learner's program. Each has a real connection. `connecting.rs` makes it,
//! `saying.rs` and `hearing.rs` use it, and this file ends it.

mod connecting;
mod crowd;
pub mod datagrams;
mod deaf_peer;
mod distraction;
pub mod drops;
pub mod echo;
pub mod every_cut;
pub mod flood;
mod hearing;
pub mod icmp_peer;
mod knock;
pub mod listening_peer;
mod packets;
mod reading;
mod saying;
mod short_write;
pub mod simultaneous;
mod worker_loss;

use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;

use socket2::SockRef;

use crate::outcome::breach::{Awaited, Instead, Shape};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::{Connection, Medium};
use crate::state::stage::Stage;

/// A peer that talks with a program.
#[derive(Debug)]
pub struct Peer<'s> {
    pub(crate) stage: &'s Stage,
    pub(crate) index: usize,
}

/// How a peer connects.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Size of its receive buffer in bytes (`SO_RCVBUF`, socket(7)); `None` leaves it to the kernel.
    pub receive_buffer: Option<usize>,
    /// The peer reads nothing until the script makes it hear.
    pub is_deaf: bool,
}

impl<'s> Peer<'s> {
    pub(crate) fn new(stage: &'s Stage, connection: Connection) -> Peer<'s> {
        let mut inner = stage.inner.borrow_mut();
        inner.trace.links.push(connection.link());
        inner.connections.push(connection);
        Peer { stage, index: inner.connections.len() - 1 }
    }

    /// The address of its own end, as the program sees it; over a Unix socket, `0.0.0.0:0`.
    pub fn address(&self) -> SocketAddr {
        self.stage.connection(self.index).ours
    }

    /// The address of the program's end.
    pub fn reaches(&self) -> SocketAddr {
        self.stage.connection(self.index).theirs
    }

    /// The peer's name.
    pub fn name(&self) -> String {
        self.stage.connection(self.index).name.clone()
    }

    pub(crate) fn program(&self) -> String {
        self.stage.connection(self.index).program.clone()
    }

    /// A breach by the program at the other end, with what happened on the connection before.
    pub(crate) fn breach(&self, awaited: Awaited, instead: Instead) -> Halt {
        let halt = self.stage.breach(&self.program(), awaited, instead);
        self.with_history(halt)
    }

    pub(crate) fn blame(&self, pause: Pause, awaited: Awaited, heard: &[u8]) -> Halt {
        let halt = self.stage.blame(pause, &self.program(), awaited, heard);
        self.with_history(halt)
    }

    /// Adds what happened on the connection before.
    fn with_history(&self, halt: Halt) -> Halt {
        match halt {
            Halt::Breach(mut breach) => {
                let connection = self.stage.connection(self.index);
                let heard = breach.heard().len() as u64;
                breach.sent_before = connection.heard_total.saturating_sub(heard);
                breach.cut.clone_from(&connection.cut);
                breach.short_writes.clone_from(&connection.short_writes);
                Halt::Breach(breach)
            }
            other => other,
        }
    }

    /// Sends a FIN and goes on listening: a half-close.
    pub fn shuts_down(&self) -> Played {
        self.stage.note(&self.name(), What::ShutsDown);
        let mut connection = self.stage.connection(self.index);
        connection.has_shut_down = true;
        let Some(stream) = &connection.stream else { return Ok(()) };
        // A connection that the program has reset is no longer connected.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        Ok(())
    }

    /// Closes the connection.
    pub fn closes(&self) {
        self.stage.note(&self.name(), What::Closes);
        self.stage.connection(self.index).stream = None;
    }

    /// Resets the connection (RST): bytes in flight are lost, and the program gets an error instead of
    /// an end. Unix sockets have no reset, but closing one with unread bytes makes the program's next
    /// read fail.
    pub fn resets(&self) -> Played {
        if self.stage.connection(self.index).medium != Medium::Tcp {
            let why = "a Unix socket has no reset";
            return Err(Fault::new("resetting a connection", why).into());
        }
        self.stage.note(&self.name(), What::Resets);
        let stream = self.stage.connection(self.index).stream.take();
        let Some(stream) = stream else { return Ok(()) };
        SockRef::from(&stream)
            .set_linger(Some(Duration::ZERO))
            .map_err(|error| Fault::new("resetting a connection", error).into())
    }

    /// Vanishes without a FIN or a reset, as if its machine had lost power. The program notices only
    /// when it writes to the peer. Needs a cell.
    pub fn vanishes(&self) -> Played {
        let mut connection = self.stage.connection(self.index);
        let Some(stream) = connection.stream.take() else { return Ok(()) };
        if let Err(missing) = kernel::goes_without_a_word(stream.as_fd()) {
            connection.stream = Some(stream);
            return Err(missing.into());
        }
        connection.has_vanished = true;
        drop(connection);
        self.stage.note(&self.name(), What::Does("vanishes without a FIN or a reset".into()));
        Ok(())
    }

    /// Waits until the program has sent it this many bytes (received or not), has ended, or will never
    /// send them. A program that pauses between two sends has not sent all of them yet.
    pub fn gets_sent(&self, count: usize) -> Played {
        let name = self.program();
        let sent = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let taken = inner.connections[self.index].taken().ok().flatten();
            let is_sent = taken.is_some_and(|taken| taken >= count as u64);
            Ok((is_sent || inner.exit_of(&name).is_some()).then_some(()))
        });
        match sent {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Err(pause) => {
                let awaited = Awaited::Described {
                    hearer: self.name(),
                    shape: Shape::AllThatIsSent { bytes: count as u64 },
                };
                Err(self.blame(pause, awaited, &[]))
            }
        }
    }

    /// The number of segments with payload that it has received (RFC 4898); `None` if the kernel does
    /// not report it.
    pub fn segments_received(&self) -> Option<u64> {
        let connection = self.stage.connection(self.index);
        kernel::segments_received(connection.stream.as_ref()?.as_fd())
    }

    /// The number of segments with payload that the program has sent it. `None` if the program's socket
    /// is gone, if the program has retransmitted any, or if the kernel does not report it.
    pub fn segments_sent_to_it(&self) -> Option<u64> {
        let connection = self.stage.connection(self.index);
        kernel::segments_sent(connection.theirs, connection.ours).ok().flatten()
    }
}
