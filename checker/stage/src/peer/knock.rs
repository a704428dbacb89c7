//! Begins to connect to a program, without waiting for success.

use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::time::Duration;

use kernel::Ready;
use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::fault::{Fault, Played};
use crate::peer::Manner;

/// An attempt to connect that does not wait for success.
#[derive(Debug)]
pub struct Knock {
    socket: Socket,
}

impl Knock {
    pub(crate) fn of(socket: Socket) -> Self {
        Knock { socket }
    }

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
