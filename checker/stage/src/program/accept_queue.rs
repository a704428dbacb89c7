//! Accept queues (listen(2)): how much room a program's queue has, and full queues. Over TCP, Linux drops a
//! SYN for which the queue has no room, and does not tell the client (tcp_abort_on_overflow in tcp(7)). On a
//! Unix socket, connect(2) waits or fails with `EAGAIN`.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::AsFd;
use std::time::Duration;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::breach::Awaited;
use crate::outcome::fault::{Fault, Halt, Missing, Played};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::socket_path::SocketPath;
use crate::state::stage::Stage;

/// A listening socket of the stage whose accept queue is full.
#[derive(Debug)]
pub struct FullAcceptQueue {
    _listener: TcpListener,
    _waiting: Vec<Socket>,
}

impl Program<'_> {
    /// How many more connections its accept queue has room for.
    pub fn room_in_its_queue(&self) -> Played<usize> {
        let facts = self.listener()?;
        Ok((facts.backlog + 1).saturating_sub(facts.waiting) as usize)
    }

    /// Waits until its accept queue has room for another connection, or until it rests with a full queue.
    pub fn makes_room_in_its_queue(&self) -> Played {
        match self.room_in_its_queue()? {
            0 => self.lets_them_in(false),
            _ => Ok(()),
        }
    }

    /// Waits until its accept queue is empty, or until it rests. Fails if it will never accept the
    /// connections that wait and `is_room_needed` for others.
    pub(crate) fn lets_them_in(&self, is_room_needed: bool) -> Played {
        let port = self.address()?.port();
        let let_in = self.stage().until(Patience::Rest, &[], &[], |inner| {
            Ok(inner.listener(port)?.is_none_or(|facts| facts.waiting == 0).then_some(()))
        });
        match let_in {
            Ok(()) | Err(Pause::Late(_)) => Ok(()),
            Err(Pause::Stuck(_)) if !is_room_needed => Ok(()),
            Err(pause) => {
                let awaited = Awaited::Accepting { peer: "a crowd".into() };
                Err(self.stage().blame(pause, &self.name(), awaited, &[]))
            }
        }
    }
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
