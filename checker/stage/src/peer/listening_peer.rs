//! A peer that plays the server: it listens, and accepts the program's connection.

use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;

use kernel::Ready;
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::breach::{Awaited, Instead};
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::overdue::{Ended, within};
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::Connection;
use crate::state::socket_path::SocketPath;
use crate::state::stage::Stage;

/// A listening socket of the stage.
#[derive(Debug)]
pub struct ListeningPeer<'s> {
    stage: &'s Stage,
    pub(crate) name: String,
    pub(crate) listener: Socket,
    pub(crate) place: Place,
    manner: Manner,
}

/// The place where a peer listens.
#[derive(Debug)]
pub(crate) enum Place {
    Port(SocketAddr),
    SocketPath(SocketPath),
}

impl Place {
    pub(crate) fn address(&self) -> String {
        match self {
            Place::Port(address) => address.to_string(),
            Place::SocketPath(socket_path) => socket_path.to_string(),
        }
    }
}

impl<'s> ListeningPeer<'s> {
    /// Opens a peer that waits for a program to connect. Port 0 lets the kernel choose one.
    pub fn opens(
        stage: &'s Stage,
        name: &str,
        address: SocketAddr,
        manner: Manner,
    ) -> Played<ListeningPeer<'s>> {
        Self::opens_port(stage, name, address, manner, false)
    }

    /// Like [`Self::opens`]. On Linux, other programs of the same user may listen there, too, if they ask for
    /// it (`SO_REUSEPORT`, socket(7)).
    pub fn opens_and_shares(
        stage: &'s Stage,
        name: &str,
        address: SocketAddr,
    ) -> Played<ListeningPeer<'s>> {
        Self::opens_port(stage, name, address, Manner::default(), true)
    }

    fn opens_port(
        stage: &'s Stage,
        name: &str,
        address: SocketAddr,
        manner: Manner,
        is_shared: bool,
    ) -> Played<ListeningPeer<'s>> {
        let open = || -> std::io::Result<(Socket, SocketAddr)> {
            let socket =
                Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
            socket.set_reuse_address(true)?;
            if is_shared && cfg!(target_os = "linux") {
                socket.set_reuse_port(true)?;
            }
            if let Some(bytes) = manner.receive_buffer {
                kernel::limit_receive_buffer(socket.as_fd(), bytes)?;
            }
            socket.bind(&SockAddr::from(address))?;
            socket.listen(16)?;
            socket.set_nonblocking(true)?;
            let address = socket.local_addr()?.as_socket().unwrap_or(address);
            Ok((socket, address))
        };
        let (listener, address) = open().map_err(|error| {
            Fault::new(format!("opening a port for {name} on {address}"), error)
        })?;
        stage.inner.borrow_mut().listening.push(address);
        Ok(ListeningPeer {
            stage,
            name: name.into(),
            listener,
            place: Place::Port(address),
            manner,
        })
    }

    /// Like [`Self::opens`], but at a path of the file system, which must be free.
    pub fn opens_at(
        stage: &'s Stage,
        name: &str,
        socket_path: &SocketPath,
        manner: Manner,
    ) -> Played<ListeningPeer<'s>> {
        let fault =
            |error| Fault::new(format!("opening a socket for {name} at {socket_path}"), error);
        let listener = socket_path.listen(manner.receive_buffer).map_err(fault)?;
        stage.inner.borrow_mut().listening_inodes.extend(kernel::inode(listener.as_fd()));
        Ok(ListeningPeer {
            stage,
            name: name.into(),
            listener,
            place: Place::SocketPath(socket_path.clone()),
            manner,
        })
    }

    /// Accepts the program's next connection. The program should connect after it has given up another
    /// wait of this length.
    pub fn accepts_after(&self, program: &Program<'s>, limit: Duration) -> Played<Peer<'s>> {
        let stage = program.stage;
        let name = program.name();
        let listener = self.listener.as_fd();
        let found = within(stage, limit, None, |inner| {
            let has_come = kernel::wait_for(&[listener], &[], Duration::ZERO) == Ready::Something;
            Ok((has_come || program.process(inner).exit.is_some()).then_some(()))
        });
        let awaited =
            || Awaited::Connection { peer: self.name.clone(), address: self.place.address() };
        match found {
            Ok(Ended::Found(())) => self.accepts(program),
            Ok(Ended::Overdue(waits)) => {
                let instead = Instead::Late { waits, heard: Vec::new() };
                Err(stage.breach(&name, awaited(), instead))
            }
            Err(pause) => Err(stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// Delays the acknowledgements on connections that it accepts from now on (delayed ACK, RFC 9293,
    /// 3.8.6.3): up to 40 ms, while it has nothing to send.
    pub fn acknowledges_late(&self) -> Played {
        kernel::acknowledge_late(self.listener.as_fd())
            .map_err(|error| Missing::new("acknowledging late (TCP_QUICKACK)", error).into())
    }

    /// Waits until the program connects, and accepts its connection.
    pub fn accepts(&self, program: &Program<'s>) -> Played<Peer<'s>> {
        ListeningPeer::one_accepts(&[self], program)
    }

    /// Waits until the program connects to any of these peers. That peer accepts.
    pub fn one_accepts(peers: &[&ListeningPeer<'s>], program: &Program<'s>) -> Played<Peer<'s>> {
        let [first, ..] = peers else {
            return Err(Fault::new("accepting", "no peer is given").into());
        };
        let stage = first.stage;
        let awaited =
            || Awaited::Connection { peer: first.name.clone(), address: first.place.address() };
        let name = program.name();
        let listeners: Vec<_> = peers.iter().map(|peer| peer.listener.as_fd()).collect();
        let accepted = stage.until(Patience::Start, &listeners, &[], |inner| {
            for peer in peers {
                match peer.listener.accept() {
                    Ok((socket, theirs)) => return Ok(Some((*peer, socket, theirs))),
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                    Err(error) => {
                        return Err(Fault::new(format!("{} accepts", peer.name), error).into());
                    }
                }
            }
            match inner.exit_of(&name) {
                Some(exit) => Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into()),
                None => Ok(None),
            }
        });
        match accepted {
            Ok((peer, socket, theirs)) => peer.takes(&name, socket, &theirs),
            Err(pause) => Err(stage.blame(pause, &name, awaited(), &[])),
        }
    }

    /// Takes over the peer's connection with the program.
    fn takes(&self, program: &str, socket: Socket, theirs: &SockAddr) -> Played<Peer<'s>> {
        let connection = match (&self.place, theirs.as_socket()) {
            (Place::SocketPath(socket_path), _) => {
                Connection::over_unix(&self.name, program, socket, socket_path.kind())
            }
            (Place::Port(address), theirs) => {
                Connection::new(&self.name, program, socket.into(), theirs.unwrap_or(*address))
            }
        };
        let mut connection =
            connection.map_err(|error| Fault::new(format!("{} accepts", self.name), error))?;
        connection.is_deaf = self.manner.is_deaf;
        self.stage.note(&self.name, What::Accepts);
        Ok(Peer::new(self.stage, connection))
    }

    /// Checks that the program does not connect (again): it rests, or has ended.
    pub fn no_connection_arrives(&self, program: &Program<'s>) -> Played {
        let name = program.name();
        let awaited = || Awaited::Silence { hearer: self.name.clone() };
        let came = self.stage.until(Patience::Rest, &[self.listener.as_fd()], &[], |inner| {
            match self.listener.accept() {
                Ok(_) => Ok(Some(true)),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    Ok(inner.exit_of(&name).map(|_| false))
                }
                Err(error) => Err(Halt::from(Fault::new(format!("{} accepts", self.name), error))),
            }
        });
        match came {
            Ok(false) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => Ok(()),
            Ok(true) => Err(self.stage.breach(&name, awaited(), Instead::Fact(1))),
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }
}
