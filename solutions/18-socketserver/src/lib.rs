//! Lesson 18, A socketserver of your own: the framework. It contains what all servers have in
//! common.
//!
//! A program brings a [`Handler`] and chooses a server. The framework is responsible for accepting, for
//! threads and processes, and for the graceful stop.
//!
//! Python's `socketserver` has five classes, made of two servers and two mix-ins:
//!
//! | Python | here |
//! |---|---|
//! | `TCPServer` | `TcpServer` with [`InTurn`] |
//! | `ThreadingTCPServer(ThreadingMixIn, TCPServer)` | `TcpServer` with [`Threading`] |
//! | `ForkingTCPServer(ForkingMixIn, TCPServer)` | `TcpServer` with [`Forking`] |
//! | `UDPServer` | `UdpServer` with [`InTurn`] |
//! | `ThreadingUDPServer(ThreadingMixIn, UDPServer)` | `UdpServer` with [`Threading`] |
//!
//! The best order to read the files is `mixin.rs` (how a request is served), then `tcp.rs` and `udp.rs`
//! (where requests come from), and last `in_flight.rs` (how a server stops).

mod in_flight;
mod mixin;
mod tcp;
mod udp;

use std::io;
use std::net::TcpStream;
use std::os::fd::AsFd;

pub use in_flight::{Held, Shutdown};
pub use mixin::{Forking, InTurn, MixIn, Threading};
pub use tcp::TcpServer;
pub use udp::{Datagram, UdpServer};

/// Serves one request: a whole connection (`R` is a `TcpStream`), or one [`Datagram`]. Each request
/// gets a new handler, so everything that a handler remembers belongs to one request. Python:
/// `StreamRequestHandler`, `DatagramRequestHandler`.
pub trait Handler<R> {
    /// Called first. If it fails, the request is over.
    fn setup(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }

    /// Does all the work.
    fn handle(&mut self, request: &mut R) -> io::Result<()>;

    /// Called last, even if `handle` failed.
    fn finish(&mut self, _request: &mut R) -> io::Result<()> {
        Ok(())
    }
}

/// Serves the request with this handler, from `setup` to `finish`. An error is logged and not returned:
/// the caller is the loop that serves all clients, and one client's error must not end it. Python:
/// `finish_request`, and `handle_error` around it.
pub fn finish_request<R>(handler: impl Handler<R>, request: R) {
    let (mut handler, mut request) = (handler, request);
    let handled = handler.setup(&mut request).and_then(|()| {
        let handled = handler.handle(&mut request);
        // Like Python's `finally`. If both fail, report the first error: it is the cause.
        let finished = handler.finish(&mut request);
        handled.and(finished)
    });
    if let Err(error) = handled {
        eprintln!("a request failed: {error}");
    }
    // `request` is dropped here, which closes the connection. Python: `shutdown_request`.
}

/// Serves the connection that is this process's standard input. A program that [`Forking`] has
/// started calls this (lesson 17).
pub fn serve_standard_input(handler: impl Handler<TcpStream>) -> io::Result<()> {
    let connection = io::stdin().as_fd().try_clone_to_owned()?;
    finish_request(handler, TcpStream::from(connection));
    Ok(())
}
