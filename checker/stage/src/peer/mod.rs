//! Peers: the people at the other end of a learner's program. Each has a real connection, made and
//! ended here; what is said on it is in `saying.rs`, and what is heard in `hearing.rs`.

pub mod accept_queue;
pub mod chorus;
pub mod crowd;
pub mod cuts;
pub mod datagrams;
mod deaf_peer;
mod early_reset;
mod ears;
pub mod echo;
pub mod flood;
mod hearing;
pub mod icmp_peer;
pub mod listening_peer;
mod overdue;
mod packets;
mod reading;
mod saying;
mod short_write;
mod stopping;
pub mod unix;
mod worker_loss;
mod workers;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::os::fd::AsFd;

use socket2::{Domain, Protocol, SockAddr, SockRef, Socket, Type};

use crate::outcome::breach::{After, Awaited, Instead, Shape};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::{Connection, Medium};
use crate::state::stage::Stage;

/// Somebody who talks with a program.
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
    /// It does not read anything until the script makes it hear.
    pub is_deaf: bool,
}

impl<'s> Program<'s> {
    /// A peer connects to the program.
    pub fn connects(&self, name: &str) -> Played<Peer<'s>> {
        self.connects_in(name, Manner::default())
    }

    /// A peer connects to the program in its own manner.
    pub fn connects_in(&self, name: &str, manner: Manner) -> Played<Peer<'s>> {
        self.connects_over(name, manner, None)
    }

    /// A deaf peer connects over a path of small segments, as an Ethernet is. The program's kernel
    /// makes its send buffer to fit them, so some 100 kB fill it, where the loopback's own segments
    /// would have it hold some megabytes.
    pub fn connects_deaf_from_afar(&self, name: &str) -> Played<Peer<'s>> {
        let manner = Manner { receive_buffer: Some(4096), is_deaf: true };
        self.connects_over(name, manner, Some(ETHERNET_SEGMENT))
    }

    /// A peer connects; `segment` bounds what one segment may carry, in bytes.
    fn connects_over(&self, name: &str, manner: Manner, segment: Option<u32>) -> Played<Peer<'s>> {
        if let Some(door) = self.door() {
            return self.connects_at(&door, name, manner);
        }
        let stage = self.stage();
        stage.settles();
        let awaited = || Awaited::Accepting { peer: name.into() };
        let fault =
            |error: std::io::Error| Halt::from(Fault::new(format!("connecting {name}"), error));
        let mut socket = begin(self.address()?, manner, segment).map_err(fault)?;
        let mut begun = self.is_ready();
        let mut was_reset = false;
        loop {
            let watched = socket.as_fd().try_clone_to_owned().map_err(fault)?;
            let address = self.address()?;
            stage.inner.borrow_mut().connecting.push(address);
            let connected = stage.until(Patience::Proof, &[], &[watched.as_fd()], |_| {
                if let Some(error) = socket.take_error().map_err(fault)? {
                    return Ok(Some(Err(error)));
                }
                Ok(socket.peer_addr().is_ok().then_some(Ok(())))
            });
            stage.inner.borrow_mut().connecting.pop();
            match connected {
                Ok(Ok(())) => break,
                // Whoever is refused never had a connection. This one was let in, and has lost it since.
                Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => {
                    was_reset = true;
                    break;
                }
                // Where the kernel does not tell who listens, readiness is the first success.
                Ok(Err(_)) if !begun => {
                    let name = self.name();
                    let waited = stage.until(Patience::Rest, &[], &[], |inner| {
                        Ok(inner.exit_of(&name).map(|_| ()))
                    });
                    begun = waited.is_ok() || stage.is_past_curtain();
                    socket = begin(self.address()?, manner, segment).map_err(fault)?;
                }
                Ok(Err(_)) => return Err(stage.breach(&self.name(), awaited(), Instead::Refused)),
                Err(pause) => return Err(stage.blame(pause, &self.name(), awaited(), &[])),
            }
        }
        let mut connection =
            Connection::new(name, &self.name(), socket.into(), self.address()?).map_err(fault)?;
        connection.is_deaf = manner.is_deaf;
        if was_reset {
            connection.after = After::Reset;
        }
        self.has_let_in();
        stage.note(name, What::Connects);
        let peer = stage.takes(connection);
        peer.looks_for_a_welcome();
        Ok(peer)
    }
}

/// An attempt to connect that is not waited for.
#[derive(Debug)]
pub struct Knock {
    socket: Socket,
}

impl Knock {
    /// Leaves, whether or not the door was opened.
    pub fn gives_up(self) {
        drop(self.socket);
    }

    /// Whether it was let in; `None` while that is open.
    pub(crate) fn is_let_in(&self) -> Option<bool> {
        let time = std::time::Duration::ZERO;
        let is_decided = kernel::wait_for(&[], &[self.socket.as_fd()], time);
        (is_decided == kernel::Ready::Something).then(|| self.socket.peer_addr().is_ok())
    }

    /// Leaves by a reset.
    pub(crate) fn resets(self) -> Played {
        self.socket
            .set_linger(Some(std::time::Duration::ZERO))
            .map_err(|error| Fault::new("resetting a connection", error).into())
    }
}

impl Program<'_> {
    /// A peer begins to connect, and it is not waited for that it succeeds.
    pub fn knocks(&self, name: &str) -> Played<Knock> {
        let socket = begin(self.address()?, Manner::default(), None)
            .map_err(|error| Fault::new(format!("connecting {name}"), error))?;
        Ok(Knock { socket })
    }
}

/// What a segment carries on an Ethernet at most: 1,500 bytes without the headers (RFC 9293, 3.7.1).
const ETHERNET_SEGMENT: u32 = 1460;

/// Begins to connect, without waiting for it.
pub(crate) fn begin(
    address: SocketAddr,
    manner: Manner,
    segment: Option<u32>,
) -> std::io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if let Some(bytes) = manner.receive_buffer {
        kernel::limit_receive_buffer(socket.as_fd(), bytes)?;
    }
    if let Some(bytes) = segment {
        socket.set_tcp_mss(bytes)?;
    }
    socket.set_nonblocking(true)?;
    match socket.connect(&SockAddr::from(address)) {
        Ok(()) => Ok(socket),
        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(socket),
        // Refused at once: `take_error` would not say it again.
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => Ok(socket),
        Err(error) => Err(error),
    }
}

impl Stage {
    pub(crate) fn takes(&self, connection: Connection) -> Peer<'_> {
        let mut inner = self.inner.borrow_mut();
        inner.trace.links.push(connection.link());
        inner.connections.push(connection);
        Peer { stage: self, index: inner.connections.len() - 1 }
    }
}

impl Peer<'_> {
    /// The peer's name.
    pub fn name(&self) -> String {
        self.stage.connection(self.index).name.clone()
    }

    pub(crate) fn program(&self) -> String {
        self.stage.connection(self.index).program.clone()
    }

    /// A breach by the program at the other end, with the cut that led to it.
    pub(crate) fn breach(&self, awaited: Awaited, instead: Instead) -> Halt {
        let halt = self.stage.breach(&self.program(), awaited, instead);
        self.with_cut(halt)
    }

    pub(crate) fn blame(&self, pause: Pause, awaited: Awaited, heard: &[u8]) -> Halt {
        let halt = self.stage.blame(pause, &self.program(), awaited, heard);
        self.with_cut(halt)
    }

    fn with_cut(&self, halt: Halt) -> Halt {
        match halt {
            Halt::Breach(mut breach) => {
                let connection = self.stage.connection(self.index);
                breach.cut.clone_from(&connection.cut);
                breach.short_writes.clone_from(&connection.short_writes);
                Halt::Breach(breach)
            }
            other => other,
        }
    }

    /// Says that it will say no more (FIN), and goes on listening: a half-close.
    pub fn shuts_down(&self) -> Played {
        self.stage.note(&self.name(), What::ShutsDown);
        let mut connection = self.stage.connection(self.index);
        connection.has_shut_down = true;
        let Some(stream) = &connection.stream else { return Ok(()) };
        // A connection that the program has reset is not connected any more.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        Ok(())
    }

    /// Closes its connection.
    pub fn closes(&self) {
        self.stage.note(&self.name(), What::Closes);
        self.stage.connection(self.index).stream = None;
    }

    /// Resets its connection (RST): what was on its way is lost, and the program is told by an
    /// error instead of an end. A Unix socket knows no reset; but there too, who closes with
    /// something unread lets the program's next read fail.
    pub fn resets(&self) -> Played {
        if self.stage.connection(self.index).medium != Medium::Tcp {
            let why = "a Unix socket has no such thing";
            return Err(Fault::new("resetting a connection", why).into());
        }
        self.stage.note(&self.name(), What::Resets);
        let stream = self.stage.connection(self.index).stream.take();
        let Some(stream) = stream else { return Ok(()) };
        SockRef::from(&stream)
            .set_linger(Some(std::time::Duration::ZERO))
            .map_err(|error| Fault::new("resetting a connection", error).into())
    }

    /// It is gone without a word, as if its machine had lost its power: the program hears of that when
    /// it writes to it, and not before. Needs a cell.
    pub fn vanishes(&self) -> Played {
        let mut connection = self.stage.connection(self.index);
        let Some(stream) = connection.stream.take() else { return Ok(()) };
        if let Err(missing) = kernel::goes_without_a_word(stream.as_fd()) {
            connection.stream = Some(stream);
            return Err(missing.into());
        }
        connection.has_vanished = true;
        drop(connection);
        self.stage.note(&self.name(), What::Does("is gone without a word".into()));
        Ok(())
    }

    /// Waits until the program has sent it this many bytes, be they received or not, or has ended, or
    /// will never send them. A program that pauses between two sends has not sent all of them yet.
    pub fn has_been_sent(&self, count: usize) -> Played {
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

    /// How many segments with payload it has received (RFC 4898); `None` where the kernel does not
    /// tell.
    pub fn segments_received(&self) -> Option<u64> {
        let connection = self.stage.connection(self.index);
        kernel::segments_received(connection.stream.as_ref()?.as_fd())
    }

    /// How many segments with payload the program has sent it; `None` where its socket has gone,
    /// where it has sent some again, or where the kernel does not tell.
    pub fn segments_sent_to_it(&self) -> Option<u64> {
        let connection = self.stage.connection(self.index);
        kernel::segments_sent(connection.theirs, connection.ours).ok().flatten()
    }
}
