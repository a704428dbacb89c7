//! Lesson 18, A socketserver of your own: what is the same in every server, written down once. A
//! program brings a [`Handler`] and chooses a server; accepting, threads, processes and the end are
//! the framework's affair.
//!
//! Python's `socketserver` has five classes for it, and they are two servers and two mix-ins:
//!
//! | Python | here |
//! |---|---|
//! | `TCPServer` | `TcpServer` with [`InTurn`] |
//! | `ThreadingTCPServer(ThreadingMixIn, TCPServer)` | `TcpServer` with [`Threading`] |
//! | `ForkingTCPServer(ForkingMixIn, TCPServer)` | `TcpServer` with [`Forking`] |
//! | `UDPServer` | `UdpServer` with [`InTurn`] |
//! | `ThreadingUDPServer(ThreadingMixIn, UDPServer)` | `UdpServer` with [`Threading`] |
//!
//! Read on in `mixin.rs` (who serves a request), then `tcp.rs` and `udp.rs` (where requests come
//! from), and `in_hand.rs` at last (how all of it ends).

mod in_hand;
mod mixin;
mod tcp;
mod udp;

use std::io;
use std::net::TcpStream;
use std::os::fd::AsFd;

pub use in_hand::{Held, Shutdown};
pub use mixin::{Forking, InTurn, MixIn, Threading};
pub use tcp::TcpServer;
pub use udp::{Datagram, UdpServer};

/// What a program does with one request: a whole connection (`R` is a `TcpStream`), or one
/// [`Datagram`]. A handler is made for each request and dropped after it, so whatever it remembers
/// belongs to this request alone. Python: `StreamRequestHandler`, `DatagramRequestHandler`.
pub trait Handler<R> {
    /// Called first. Where it fails, the request is over.
    fn setup(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }

    /// Does all the work.
    fn handle(&mut self, request: &mut R) -> io::Result<()>;

    /// Called last, however `handle` ended.
    fn finish(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }
}

/// Lets the handler deal with the request, from `setup` to `finish`. What goes wrong is logged and
/// ends here: there is nobody above us whose business it is. Python: `finish_request`, and
/// `handle_error` around it.
pub fn finish_request<R>(handler: impl Handler<R>, request: R) {
    let (mut handler, mut request) = (handler, request);
    let handled = handler.setup(&mut request).and_then(|()| {
        let handled = handler.handle(&mut request);
        // Python's `finally`. Of two errors, the first one is the cause.
        let finished = handler.finish(&mut request);
        handled.and(finished)
    });
    if let Err(error) = handled {
        eprintln!("a request failed: {error}");
    }
    // `request` is dropped here: the connection is closed. Python: `shutdown_request`.
}

/// Serves the one connection that this process was given as its standard input: what a program does
/// that [`Forking`] has started (lesson 17).
pub fn serve_standard_input(handler: impl Handler<TcpStream>) -> io::Result<()> {
    let connection = io::stdin().as_fd().try_clone_to_owned()?;
    finish_request(handler, TcpStream::from(connection));
    Ok(())
}
