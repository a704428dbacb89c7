//! A place in the file system where programs and peers meet over Unix sockets (unix(7)): a program
//! listens there and peers connect to it, or a peer opens a house there. What is said and heard is as
//! on any connection; only a reset there is none.

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::outcome::breach::{Awaited, Instead, Measure};
use crate::outcome::fault::{Fault, Missing, Played};
use crate::outcome::trace::What;
use crate::peer::{Manner, Peer};
use crate::program::Program;
use crate::proof::wait::Patience;
use crate::state::connection::Connection;
use crate::state::stage::Stage;
use kernel::UnixFacts;

/// Bytes that a path may have: as many as the field `sun_path` has on this system, one of them for
/// the zero at its end (unix(7)).
pub const LONGEST_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// What a Unix socket carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A stream of bytes, as TCP's (`SOCK_STREAM`).
    Stream,
    /// Packets, each as it was sent (`SOCK_SEQPACKET`).
    Packets,
}

/// A path at which somebody listens, or might.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    path: PathBuf,
    kind: Kind,
}

impl fmt::Display for Door {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(out)
    }
}

impl Door {
    /// A door at this path, which is refused where it is too long for a socket, or where this system
    /// has no sockets of this kind.
    pub fn new(path: &Path, kind: Kind) -> Result<Door, Missing> {
        let length = path.as_os_str().len();
        if length > LONGEST_PATH {
            let why =
                format!("its path would have {length} bytes, and {LONGEST_PATH} are the most");
            return Err(Missing::new("a Unix socket in the case's folder", why));
        }
        if kind == Kind::Packets && !cfg!(target_os = "linux") {
            let why = "this system's Unix sockets have none";
            return Err(Missing::new("packets (SOCK_SEQPACKET)", why));
        }
        Ok(Door { path: path.into(), kind })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    fn socket_type(&self) -> Type {
        match self.kind {
            Kind::Stream => Type::STREAM,
            Kind::Packets => Type::SEQPACKET,
        }
    }

    fn socket(&self, manner: Manner) -> io::Result<Socket> {
        let socket = Socket::new(Domain::UNIX, self.socket_type(), None)?;
        if let Some(bytes) = manner.receive_buffer {
            kernel::limit_receive_buffer(socket.as_fd(), bytes)?;
        }
        socket.set_nonblocking(true)?;
        Ok(socket)
    }

    /// A socket that listens here.
    pub(crate) fn opens(&self, manner: Manner) -> io::Result<Socket> {
        let socket = self.socket(manner)?;
        socket.bind(&SockAddr::unix(&self.path)?)?;
        socket.listen(16)?;
        Ok(socket)
    }

    /// A socket that is connected with whoever listens here.
    fn knocks(&self, manner: Manner) -> io::Result<Socket> {
        let socket = self.socket(manner)?;
        socket.connect(&SockAddr::unix(&self.path)?)?;
        Ok(socket)
    }

    /// Whether it is here that this socket listens: the file here is the one that it was bound to. A
    /// file system may tell another number of it than the kernel does (overlayfs); then its name must
    /// do.
    fn is_of(&self, facts: &UnixFacts) -> bool {
        let here = fs::symlink_metadata(&self.path).ok().map(|metadata| metadata.ino());
        here.is_some_and(|inode| {
            // The kernel tells the lower half of it.
            facts.file == Some(inode & u64::from(u32::MAX))
                || facts.path.file_name() == self.path.file_name()
        })
    }
}

impl Stage {
    /// So many visitors knock at a door and are not let in that nobody else finds room in its queue.
    /// They go when what this hands back is dropped.
    pub fn fills(&self, door: &Door) -> Played<Vec<Socket>> {
        const MANY: usize = 64;
        let mut visitors = Vec::new();
        while visitors.len() < MANY {
            match door.knocks(Manner::default()) {
                Ok(visitor) => visitors.push(visitor),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(visitors),
                Err(error) => return Err(Missing::new("a full queue", error).into()),
            }
        }
        Err(Missing::new("a full queue", format!("{MANY} find room in it")).into())
    }
}

impl<'s> Program<'s> {
    pub(crate) fn door(&self) -> Option<Door> {
        self.with(|process| process.door.clone())
    }

    /// Waits until the program itself listens at this door: the kernel is asked whose socket it is.
    /// On a machine where it cannot be asked, the first connection that succeeds has to do.
    pub fn listens_at(&self, door: &Door) -> Played {
        self.with(|process| process.door = Some(door.clone()));
        let awaited = || Awaited::Listening { address: door.to_string() };
        let name = self.name();
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if let Some(exit) = inner.exit_of(&name)
                && inner.kin().is_empty()
            {
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let Ok(mut all) = kernel::unix_listeners() else { return Ok(Some(None)) };
            all.retain(|facts| door.is_of(facts));
            let kin = if all.is_empty() { Vec::new() } else { inner.kin() };
            let own = all.into_iter().find(|facts| kernel::owns_socket(&kin, facts.inode));
            Ok(own.map(Some))
        });
        let found = found.map_err(|pause| self.stage.blame(pause, &name, awaited(), &[]))?;
        if let Some(facts) = &found {
            let expected = i32::from(door.socket_type()) as u64;
            self.fact(Measure::TypeOfListeningSocket, expected, facts.kind.into())?;
        }
        self.is_seen_listening(found.is_some());
        self.stage.note(&name, What::Listens { address: door.to_string() });
        Ok(())
    }

    /// A peer connects to the program's door. While there is no room in its queue, it tries again.
    pub(crate) fn connects_at(&self, door: &Door, name: &str, manner: Manner) -> Played<Peer<'s>> {
        let stage = self.stage();
        stage.settles();
        let awaited = || Awaited::Accepting { peer: name.into() };
        let fault = |error| Fault::new(format!("connecting {name}"), error);
        let begun = self.is_ready();
        let program = self.name();
        let connected = stage.until(Patience::Proof, &[], &[], |inner| match door.knocks(manner) {
            Ok(socket) => Ok(Some(Ok(socket))),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => Ok(None),
                ErrorKind::ConnectionRefused | ErrorKind::NotFound => {
                    // Where the kernel does not tell who listens, readiness is the first success.
                    let is_over = begun || inner.exit_of(&program).is_some();
                    Ok(is_over.then_some(Err(Instead::Refused)))
                }
                ErrorKind::PermissionDenied => Ok(Some(Err(Instead::Denied))),
                _ => Err(fault(error).into()),
            },
        });
        let socket = match connected {
            Ok(Ok(socket)) => socket,
            Ok(Err(instead)) => return Err(stage.breach(&program, awaited(), instead)),
            Err(pause) => return Err(stage.blame(pause, &program, awaited(), &[])),
        };
        let mut connection =
            Connection::over_unix(name, &program, socket, door.kind()).map_err(fault)?;
        connection.is_deaf = manner.is_deaf;
        self.has_let_in();
        stage.note(name, What::Connects);
        Ok(stage.takes(connection))
    }
}
