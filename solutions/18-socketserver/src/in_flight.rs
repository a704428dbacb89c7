//! The graceful stop: a server takes no new requests, finishes those that it has, and ends. For
//! that it keeps a list of the requests that are being served, on any thread or in any process.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The requests that are being served, and whether the server takes more.
#[derive(Clone, Default)]
pub(crate) struct InFlight(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_stopping: bool,
    /// Each request by its number. For a connection, with a clone of its stream.
    held: HashMap<u64, Option<TcpStream>>,
    next: u64,
}

/// Travels with a request. It is dropped when the request is done: at the end of its thread, after
/// an error, and even after a panic.
pub struct Held {
    number: u64,
    in_flight: InFlight,
}

impl Drop for Held {
    fn drop(&mut self) {
        // This drops our clone of the stream, too. As long as we had it, the connection stayed
        // open, even if the handler had closed its own.
        self.in_flight.state().held.remove(&self.number);
        self.in_flight.0.changed.notify_all();
    }
}

impl InFlight {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the server is stopping.
    pub fn is_stopping(&self) -> bool {
        self.state().is_stopping
    }

    /// Adds a connection to the requests that are being served.
    pub fn hold(&self, stream: &TcpStream) -> io::Result<Held> {
        Ok(self.add(Some(stream.try_clone()?)))
    }

    /// Adds a request without a connection. There is no connection to shut down in order to end it
    /// early.
    pub fn hold_datagram(&self) -> Held {
        self.add(None)
    }

    fn add(&self, stream: Option<TcpStream>) -> Held {
        let mut state = self.state();
        if let (true, Some(stream)) = (state.is_stopping, &stream) {
            end_input(stream);
        }
        let number = state.next;
        state.next += 1;
        state.held.insert(number, stream);
        Held { number, in_flight: self.clone() }
    }

    /// Waits until all requests are done. Python: `block_on_close`.
    pub fn wait_until_empty(&self) {
        let mut state = self.state();
        while !state.held.is_empty() {
            state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Returns a handle that stops the server. It calls `wake` to wake the loop that waits for the
    /// next request.
    pub fn shutdown_by(
        &self,
        wake: impl Fn() -> io::Result<()> + Send + Sync + 'static,
    ) -> Shutdown {
        Shutdown { in_flight: self.clone(), wake: Box::new(wake) }
    }
}

/// Ends a server's `serve_forever`, from any thread. Python: `server.shutdown()`.
pub struct Shutdown {
    in_flight: InFlight,
    wake: Box<dyn Fn() -> io::Result<()> + Send + Sync>,
}

impl Shutdown {
    /// Makes the server take no new requests, finish those that it has, and return. Does not wait
    /// until it has done so.
    pub fn shutdown(&self) {
        let mut state = self.in_flight.state();
        state.is_stopping = true;
        for stream in state.held.values().flatten() {
            end_input(stream);
        }
        drop(state);
        if let Err(error) = (self.wake)() {
            eprintln!("waking the server: {error}");
        }
    }
}

/// Ends the stream from this client. It still gets its answers. A client that sends nothing would
/// otherwise keep the server from ever ending. The handler now reads what has arrived already (on
/// Linux; other systems may discard it) and then the end of the stream, as if the client had ended
/// it. So the handler finishes as it always does.
///
/// Unlike closing a descriptor, `shutdown` acts on the connection. So it also works for a worker in
/// another process.
fn end_input(stream: &TcpStream) {
    // This fails if the client has gone already, and then there is nothing to do.
    let _ = stream.shutdown(std::net::Shutdown::Read);
}

/// Returns the address at which this program can reach its own socket that is bound to `address`. A
/// wildcard (`0.0.0.0`, `::`) is an address to listen on, not one to connect to.
pub(crate) fn reachable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
            address.set_ip(Ipv6Addr::LOCALHOST.into());
        }
        _ => {}
    }
    address
}
