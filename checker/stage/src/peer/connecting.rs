//! Peers that connect to a program, over TCP or at the path of a Unix socket.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::AsFd;

use crate::outcome::breach::{After, Awaited, Instead};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::What;
use crate::peer::crowd;
use crate::peer::datagrams::Correspondent;
use crate::peer::knock::{Knock, begin};
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::Connection;
use crate::state::socket_path::SocketPath;

/// The largest payload of a segment on an Ethernet: 1,500 bytes without the headers (RFC 9293, 3.7.1).
const ETHERNET_SEGMENT: u32 = 1460;

impl<'s> Program<'s> {
    /// Connects a peer to the program.
    pub fn connects(&self, name: &str) -> Played<Peer<'s>> {
        self.connects_in(name, Manner::default())
    }

    /// Connects a peer to the program in this manner.
    pub fn connects_in(&self, name: &str, manner: Manner) -> Played<Peer<'s>> {
        self.connects_over(name, manner, None)
    }

    /// Connects a deaf peer over a path of small segments, like an Ethernet. The program's kernel sizes
    /// its send buffer to match, so some 100 kB fill it. With the loopback's own segments, the buffer
    /// would hold some megabytes.
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
                // A refused peer never had a connection. This peer was accepted, and has lost its
                // connection since.
                Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => {
                    was_reset = true;
                    break;
                }
                // If the kernel does not report who listens, the first successful connection shows
                // readiness.
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
        Ok(Knock::of(socket))
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
                        // If the kernel does not report who listens, the first successful connection
                        // shows readiness.
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

    /// Connects `count` peers, one after another. Each begins when the one before has been accepted, or
    /// is left in the queue.
    pub fn connects_many(&self, count: usize) -> Played<Vec<Peer<'s>>> {
        crowd::connect_in_groups(self, count, 1)
    }

    /// Connects `count` peers at almost the same moment, as many at a time as the program's accept queue
    /// holds. Then the queue never drops a first SYN, which would cost a second (RFC 6298, 2.1).
    pub fn connects_many_at_once(&self, count: usize) -> Played<Vec<Peer<'s>>> {
        crowd::connect_in_groups(self, count, crowd::TOGETHER)
    }

    /// A peer connects and resets its connection (RST) before the program has accepted it.
    pub fn gets_reset_before_accept(&self, name: &str) -> Played {
        let stage = self.stage();
        stage.settles();
        let comes_and_goes = || {
            let knock = self.knocks(name)?;
            let is_let_in = loop {
                // The kernels complete the handshake by themselves, without the program.
                match knock.is_let_in() {
                    Some(is_let_in) => break is_let_in,
                    None if stage.is_past_curtain() => {
                        let fault = Fault::new(format!("connecting {name}"), "it took too long");
                        return Err(fault.into());
                    }
                    None => kernel::let_others_run(),
                }
            };
            knock.resets()?;
            Ok(is_let_in)
        };
        if !stage.while_stopped(comes_and_goes)? {
            let awaited = Awaited::Accepting { peer: name.into() };
            return Err(stage.breach(&self.name(), awaited, Instead::Refused));
        }
        let trace = &mut stage.inner.borrow_mut().trace;
        trace.note(name, What::Connects);
        trace.note(name, What::Resets);
        Ok(())
    }

    /// A peer connects, sends this and gets no answer: the program refuses it, leaves it in the accept
    /// queue, or closes its connection.
    pub fn turns_away(&self, name: &str, word: &[u8]) -> Played {
        let stage = self.stage();
        let fault =
            |error: std::io::Error| Halt::from(Fault::new(format!("connecting {name}"), error));
        let address = self.address()?;
        stage.settles();
        let socket = begin(address, Manner::default(), None).map_err(fault)?;
        let let_in = stage.until(Patience::Rest, &[], &[], |_| {
            if socket.take_error().map_err(fault)?.is_some() {
                return Ok(Some(false));
            }
            Ok(socket.peer_addr().is_ok().then_some(true))
        });
        match let_in {
            Ok(true) => {}
            Ok(false) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => return Ok(()),
            Err(pause) => {
                let awaited = Awaited::Silence { hearer: name.into() };
                return Err(stage.blame(pause, &self.name(), awaited, &[]));
            }
        }
        let connection =
            Connection::new(name, &self.name(), socket.into(), address).map_err(fault)?;
        stage.note(name, What::Connects);
        let peer = Peer::new(stage, connection);
        peer.says(word)?;
        let quiet = peer.hears_nothing();
        peer.closes();
        match quiet {
            Err(Halt::Breach(breach)) if is_sent_away(&breach.instead) => Ok(()),
            other => other,
        }
    }

    /// A correspondent that exchanges datagrams with this program only.
    pub fn corresponds_with(&self, name: &str) -> Played<Correspondent<'s>> {
        self.corresponds_from(name, Ipv4Addr::LOCALHOST.into())
    }

    /// Like [`Self::corresponds_with`], but the correspondent has this address.
    pub fn corresponds_from(&self, name: &str, host: IpAddr) -> Played<Correspondent<'s>> {
        Correspondent::of(self, name, host)
    }
}

/// The connection or the program ended, and the peer had heard nothing before.
fn is_sent_away(instead: &Instead) -> bool {
    match instead {
        Instead::Bytes { heard, after } => heard.is_empty() && *after != After::Open,
        Instead::Ended(_) => true,
        _ => false,
    }
}
