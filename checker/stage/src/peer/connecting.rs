//! Peers that connect to a program, over TCP or at the path of a Unix socket.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;

use kernel::Ready;
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::breach::{After, Awaited, Instead};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::pause::Patience;
use crate::state::connection::Connection;
use crate::state::socket_path::SocketPath;

impl<'s> Program<'s> {
    /// Connects a peer to the program.
    pub fn connects(&self, name: &str) -> Played<Peer<'s>> {
        self.connects_in(name, Manner::default())
    }

    /// Connects a peer to the program in this manner.
    pub fn connects_in(&self, name: &str, manner: Manner) -> Played<Peer<'s>> {
        self.connects_over(name, manner, None)
    }

    /// Connects a deaf peer over a path of small segments, like an Ethernet. The program's kernel sizes its
    /// send buffer to match, so some 100 kB fill it. With the loopback's own segments it would hold some
    /// megabytes.
    pub fn connects_deaf_from_afar(&self, name: &str) -> Played<Peer<'s>> {
        let manner = Manner { receive_buffer: Some(4096), is_deaf: true };
        self.connects_over(name, manner, Some(ETHERNET_SEGMENT))
    }

    /// Connects a peer. `segment` bounds the payload of one segment, in bytes.
    fn connects_over(&self, name: &str, manner: Manner, segment: Option<u32>) -> Played<Peer<'s>> {
        if let Some(socket_path) = self.socket_path() {
            return self.connects_at(&socket_path, name, manner);
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
                // A refused peer never had a connection. This one was accepted, and has lost its connection
                // since.
                Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => {
                    was_reset = true;
                    break;
                }
                // If the kernel does not report who listens, the first successful connection shows readiness.
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
        self.note_accepted();
        stage.note(name, What::Connects);
        let peer = Peer::new(stage, connection);
        peer.looks_for_a_welcome();
        Ok(peer)
    }

    /// Begins to connect a peer, without waiting for success.
    pub fn knocks(&self, name: &str) -> Played<Knock> {
        let socket = begin(self.address()?, Manner::default(), None)
            .map_err(|error| Fault::new(format!("connecting {name}"), error))?;
        Ok(Knock { socket })
    }

    /// Connects a peer at the path of the program's Unix socket. Retries while the accept queue is full.
    pub(crate) fn connects_at(
        &self,
        socket_path: &SocketPath,
        name: &str,
        manner: Manner,
    ) -> Played<Peer<'s>> {
        let stage = self.stage();
        stage.settles();
        let awaited = || Awaited::Accepting { peer: name.into() };
        let fault = |error| Fault::new(format!("connecting {name}"), error);
        let begun = self.is_ready();
        let program = self.name();
        let connected = stage.until(Patience::Proof, &[], &[], |inner| {
            match socket_path.connect(manner.receive_buffer) {
                Ok(socket) => Ok(Some(Ok(socket))),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock => Ok(None),
                    ErrorKind::ConnectionRefused | ErrorKind::NotFound => {
                        // If the kernel does not report who listens, the first successful connection shows
                        // readiness.
                        let is_over = begun || inner.exit_of(&program).is_some();
                        Ok(is_over.then_some(Err(Instead::Refused)))
                    }
                    ErrorKind::PermissionDenied => Ok(Some(Err(Instead::Denied))),
                    _ => Err(fault(error).into()),
                },
            }
        });
        let socket = match connected {
            Ok(Ok(socket)) => socket,
            Ok(Err(instead)) => return Err(stage.breach(&program, awaited(), instead)),
            Err(pause) => return Err(stage.blame(pause, &program, awaited(), &[])),
        };
        let mut connection =
            Connection::over_unix(name, &program, socket, socket_path.kind()).map_err(fault)?;
        connection.is_deaf = manner.is_deaf;
        self.note_accepted();
        stage.note(name, What::Connects);
        Ok(Peer::new(stage, connection))
    }
}

/// An attempt to connect, without a wait for its success.
#[derive(Debug)]
pub struct Knock {
    socket: Socket,
}

impl Knock {
    /// Closes the socket, whether or not the program has accepted it.
    pub fn gives_up(self) {
        drop(self.socket);
    }

    /// Whether it has connected; `None` while that is open.
    pub(crate) fn is_let_in(&self) -> Option<bool> {
        let time = Duration::ZERO;
        let is_decided = kernel::wait_for(&[], &[self.socket.as_fd()], time);
        (is_decided == Ready::Something).then(|| self.socket.peer_addr().is_ok())
    }

    /// Resets the connection.
    pub(crate) fn resets(self) -> Played {
        self.socket
            .set_linger(Some(Duration::ZERO))
            .map_err(|error| Fault::new("resetting a connection", error).into())
    }
}

/// The largest payload of a segment on an Ethernet: 1,500 bytes without the headers (RFC 9293, 3.7.1).
const ETHERNET_SEGMENT: u32 = 1460;

/// Begins to connect, without waiting for success.
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
        // Refused at once: `take_error` would not report it again.
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => Ok(socket),
        Err(error) => Err(error),
    }
}
