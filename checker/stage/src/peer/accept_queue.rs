//! A house that is full: it listens, nobody accepts, and its queue has no room. Whoever knocks there
//! is not even told so: on Linux, a SYN for which the queue has no room is dropped without a word
//! (listen(2), tcp_abort_on_overflow in tcp(7)).

use std::net::{SocketAddr, TcpListener};
use std::os::fd::AsFd;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::outcome::fault::{Fault, Halt, Played};
use crate::state::stage::Stage;

/// A listening socket of the stage's own, with its queue full.
#[derive(Debug)]
pub struct Crowd {
    _listener: TcpListener,
    _waiting: Vec<Socket>,
}

impl Stage {
    /// Somebody listens at this address, and so many wait there that nobody else can.
    pub fn is_crowded(&self, address: SocketAddr) -> Played<Crowd> {
        let failed = |error: std::io::Error| {
            Halt::from(Fault::new(format!("crowding the port of {address}"), error))
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
                return Ok(Crowd { _listener: TcpListener::from(listener), _waiting: waiting });
            }
            if waiting.len() > 8 || self.is_past_curtain() {
                let why = "its queue has room for ever more";
                return Err(Fault::new(format!("crowding the port of {address}"), why).into());
            }
            let knock = new().map_err(failed)?;
            knock.set_nonblocking(true).map_err(failed)?;
            match knock.connect(&SockAddr::from(address)) {
                Err(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => {
                    return Err(failed(error));
                }
                _ => waiting.push(knock),
            }
            // The kernels shake hands by themselves.
            let last: Vec<_> = waiting.last().map(AsFd::as_fd).into_iter().collect();
            kernel::wait_for(&[], &last, std::time::Duration::from_millis(50));
        }
    }
}
