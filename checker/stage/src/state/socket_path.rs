//! The path of a Unix socket (unix(7)), and the sockets that listen on it and connect to it.

use std::fmt;
use std::fs;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use kernel::UnixFacts;
use socket2::{Domain, SockAddr, Socket, Type};

use crate::outcome::fault::Missing;

/// The longest path in bytes: the size of the field `sun_path` on this system, minus one for the zero at its
/// end (unix(7)).
pub const LONGEST_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The type of a Unix socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A byte stream, like TCP's (`SOCK_STREAM`).
    Stream,
    /// Packets, each as it was sent (`SOCK_SEQPACKET`).
    Packets,
}

/// A path in the file system at which a Unix socket listens, or may listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketPath {
    path: PathBuf,
    kind: Kind,
}

impl fmt::Display for SocketPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(out)
    }
}

impl SocketPath {
    /// Returns [`Missing`] if the path is too long for a socket, or if this system has no sockets of this
    /// kind.
    pub fn new(path: &Path, kind: Kind) -> Result<SocketPath, Missing> {
        let length = path.as_os_str().len();
        if length > LONGEST_PATH {
            let why =
                format!("its path would have {length} bytes, and the limit is {LONGEST_PATH}");
            return Err(Missing::new("a Unix socket in the case's folder", why));
        }
        if kind == Kind::Packets && !cfg!(target_os = "linux") {
            let why = "this system's Unix sockets do not have them";
            return Err(Missing::new("packets (SOCK_SEQPACKET)", why));
        }
        Ok(SocketPath { path: path.into(), kind })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn socket_type(&self) -> Type {
        match self.kind {
            Kind::Stream => Type::STREAM,
            Kind::Packets => Type::SEQPACKET,
        }
    }

    fn socket(&self, receive_buffer: Option<usize>) -> io::Result<Socket> {
        let socket = Socket::new(Domain::UNIX, self.socket_type(), None)?;
        if let Some(bytes) = receive_buffer {
            kernel::limit_receive_buffer(socket.as_fd(), bytes)?;
        }
        socket.set_nonblocking(true)?;
        Ok(socket)
    }

    /// A socket that listens here. `receive_buffer` is as in [`SocketPath::connect`].
    pub(crate) fn listen(&self, receive_buffer: Option<usize>) -> io::Result<Socket> {
        let socket = self.socket(receive_buffer)?;
        socket.bind(&SockAddr::unix(&self.path)?)?;
        socket.listen(16)?;
        Ok(socket)
    }

    /// A socket connected to the one that listens here, with a receive buffer of this many bytes
    /// (`SO_RCVBUF`, socket(7)); `None` leaves the size to the kernel.
    pub(crate) fn connect(&self, receive_buffer: Option<usize>) -> io::Result<Socket> {
        let socket = self.socket(receive_buffer)?;
        socket.connect(&SockAddr::unix(&self.path)?)?;
        Ok(socket)
    }

    /// Whether this socket listens here: the file at the path is the one that the socket was bound to. A
    /// file system may report another inode than the kernel does (overlayfs); then the names are compared.
    pub(crate) fn is_of(&self, facts: &UnixFacts) -> bool {
        let here = fs::symlink_metadata(&self.path).ok().map(|metadata| metadata.ino());
        here.is_some_and(|inode| {
            // The kernel reports the lower half of the inode.
            facts.file == Some(inode & u64::from(u32::MAX))
                || facts.path.file_name() == self.path.file_name()
        })
    }
}
