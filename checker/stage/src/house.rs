//! A peer in the server's part: it opens a house, and takes the program's connection when it comes.

use std::net::{SocketAddr, TcpListener};
use std::os::fd::AsFd;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::breach::{Awaited, Instead};
use crate::connection::Connection;
use crate::fault::{Fault, Halt, Missing, Played};
use crate::kernel;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::stage::Stage;
use crate::trace::What;
use crate::waiting::{Patience, Pause};

/// A listening socket of the stage's own.
#[derive(Debug)]
pub struct House<'s> {
    stage: &'s Stage,
    pub(crate) name: String,
    pub(crate) listener: TcpListener,
    address: SocketAddr,
    manner: Manner,
}

impl Stage {
    /// A peer waits for a program to connect. Port 0 lets the kernel choose one.
    pub fn opens(&self, name: &str, address: SocketAddr, manner: Manner) -> Played<House<'_>> {
        let open = || -> std::io::Result<(TcpListener, SocketAddr)> {
            let socket =
                Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
            socket.set_reuse_address(true)?;
            if let Some(bytes) = manner.receive_buffer {
                kernel::limit_receive_buffer(socket.as_fd(), bytes)?;
            }
            socket.bind(&SockAddr::from(address))?;
            socket.listen(16)?;
            socket.set_nonblocking(true)?;
            let listener = TcpListener::from(socket);
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = open().map_err(|error| {
            Fault::new(format!("opening a port for {name} on {address}"), error)
        })?;
        self.inner.borrow_mut().houses.push(address);
        Ok(House { stage: self, name: name.into(), listener, address, manner })
    }
}

impl<'s> House<'s> {
    /// Where it waits.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its kernel takes its time to acknowledge what arrives on the connections that it accepts from
    /// now on (delayed ACK, RFC 9293, 3.8.6.3): up to 40 ms, while there is nothing to say.
    pub fn acknowledges_late(&self) -> Played {
        kernel::acknowledge_late(self.listener.as_fd())
            .map_err(|error| Missing::new("acknowledging late (TCP_QUICKACK)", error).into())
    }

    /// The program connects, and the peer takes its connection.
    pub fn accepts(&self, program: &Program<'s>) -> Played<Peer<'s>> {
        let awaited =
            || Awaited::Connection { peer: self.name.clone(), address: self.address.to_string() };
        let name = program.name();
        let accepted = self.stage.until(Patience::Start, &[self.listener.as_fd()], &[], |inner| {
            match self.listener.accept() {
                Ok(accepted) => Ok(Some(accepted)),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    match inner.exit_of(&name) {
                        Some(exit) => {
                            Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into())
                        }
                        None => Ok(None),
                    }
                }
                Err(error) => Err(Fault::new(format!("{} accepts", self.name), error).into()),
            }
        });
        let (stream, theirs) = match accepted {
            Ok(accepted) => accepted,
            Err(pause) => return Err(self.stage.blame(pause, &name, awaited(), &[])),
        };
        let mut connection = Connection::new(&self.name, &name, stream, theirs)
            .map_err(|error| Fault::new(format!("{} accepts", self.name), error))?;
        connection.is_deaf = self.manner.is_deaf;
        self.stage.note(&self.name, What::Accepts);
        Ok(self.stage.takes(connection))
    }

    /// The program does not connect (again): it rests, or has ended.
    pub fn nobody_comes(&self, program: &Program<'s>) -> Played {
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
