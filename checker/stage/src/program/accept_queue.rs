//! Full accept queues (listen(2)). Over TCP, Linux drops a SYN for which the queue has no room, and does
//! not tell the client (tcp_abort_on_overflow in tcp(7)). On a Unix socket, connect(2) waits or fails
//! with `EAGAIN`.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::AsFd;
use std::time::Duration;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::state::socket_path::SocketPath;
use crate::state::stage::Stage;

/// A listening socket of the stage whose accept queue is full.
#[derive(Debug)]
pub struct FullAcceptQueue {
    _listener: TcpListener,
    _waiting: Vec<Socket>,
}

impl FullAcceptQueue {
    /// Listens at this address and fills its own accept queue, so that no program can connect.
    pub fn at(stage: &Stage, address: SocketAddr) -> Played<FullAcceptQueue> {
        let failed = |error: std::io::Error| {
            Halt::from(Fault::new(format!("filling the accept queue of {address}"), error))
        };
        let new = || Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP));
        let listener = new().map_err(failed)?;
        listener.set_reuse_address(true).map_err(failed)?;
        listener.bind(&SockAddr::from(address)).map_err(failed)?;
        listener.listen(0).map_err(failed)?;
        let mut waiting = Vec::new();
        loop {
            let all = kernel::listeners(address.port())?;
            if all.iter().any(|facts| facts.address == address && facts.is_full()) {
                return Ok(FullAcceptQueue {
                    _listener: TcpListener::from(listener),
                    _waiting: waiting,
                });
            }
            if waiting.len() > 8 || stage.is_past_curtain() {
                let why = "its queue has room for ever more";
                return Err(
                    Fault::new(format!("filling the accept queue of {address}"), why).into()
                );
            }
            let knock = new().map_err(failed)?;
            knock.set_nonblocking(true).map_err(failed)?;
            match knock.connect(&SockAddr::from(address)) {
                Err(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => {
                    return Err(failed(error));
                }
                _ => waiting.push(knock),
            }
            // The kernels complete the handshake by themselves.
            let last: Vec<_> = waiting.last().map(AsFd::as_fd).into_iter().collect();
            kernel::wait_for(&[], &last, Duration::from_millis(50));
        }
    }
}

/// Fills the accept queue of the program that listens at this path. The connections end when the
/// returned sockets are dropped.
pub fn fill(socket_path: &SocketPath) -> Played<Vec<Socket>> {
    const MANY: usize = 64;
    let mut visitors = Vec::new();
    while visitors.len() < MANY {
        match socket_path.connect(None) {
            Ok(visitor) => visitors.push(visitor),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(visitors),
            Err(error) => return Err(Missing::new("a full queue", error).into()),
        }
    }
    Err(Missing::new("a full queue", format!("{MANY} find room in it")).into())
}
