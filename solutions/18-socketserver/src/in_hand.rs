//! How a server stops: it takes nothing new, what it has in hand is finished, and then it is done.
//! For that it has to know what it has in hand, whichever threads or processes that is with.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The requests that are being served, and whether more are taken.
#[derive(Clone, Default)]
pub(crate) struct InHand(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_stopping: bool,
    /// Each request by its number; a connection with a handle of ours on it.
    held: HashMap<u64, Option<TcpStream>>,
    next: u64,
}

/// Goes along with a request. When it is dropped, the request is done, however that came about: at
/// the end of its thread, by an error, even by a panic.
pub struct Held {
    number: u64,
    in_hand: InHand,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Our handle is dropped here as well. As long as it was there, the connection was open,
        // whoever else had closed it.
        self.in_hand.state().held.remove(&self.number);
        self.in_hand.0.changed.notify_all();
    }
}

impl InHand {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the server is to stop.
    pub fn is_stopping(&self) -> bool {
        self.state().is_stopping
    }

    /// Takes a connection in hand.
    pub fn hold(&self, stream: &TcpStream) -> io::Result<Held> {
        Ok(self.add(Some(stream.try_clone()?)))
    }

    /// Takes something in hand of which it is enough to know that it is there.
    pub fn hold_something(&self) -> Held {
        self.add(None)
    }

    fn add(&self, stream: Option<TcpStream>) -> Held {
        let mut state = self.state();
        if let (true, Some(stream)) = (state.is_stopping, &stream) {
            hang_up(stream);
        }
        let number = state.next;
        state.next += 1;
        state.held.insert(number, stream);
        Held { number, in_hand: self.clone() }
    }

    /// Waits until everything is done. Python: `block_on_close`.
    pub fn wait_until_empty(&self) {
        let mut state = self.state();
        while !state.held.is_empty() {
            state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A handle that stops all this, and calls `ring` to wake whoever waits for the next request.
    pub fn shutdown_by(
        &self,
        ring: impl Fn() -> io::Result<()> + Send + Sync + 'static,
    ) -> Shutdown {
        Shutdown { in_hand: self.clone(), ring: Box::new(ring) }
    }
}

/// Ends a server's `serve_forever`, from any thread. Python: `server.shutdown()`.
pub struct Shutdown {
    in_hand: InHand,
    ring: Box<dyn Fn() -> io::Result<()> + Send + Sync>,
}

impl Shutdown {
    /// Has the server take nothing new, finish what it has in hand, and return. Does not wait for
    /// that.
    pub fn shutdown(&self) {
        let mut state = self.in_hand.state();
        state.is_stopping = true;
        for stream in state.held.values().flatten() {
            hang_up(stream);
        }
        drop(state);
        if let Err(error) = (self.ring)() {
            eprintln!("waking the server: {error}");
        }
    }
}

/// Takes no more from this client, who still gets their answers. To wait until the client leaves
/// would be to wait for ever, for one who says nothing. Whoever reads from the connection now gets
/// what has come already (on Linux; elsewhere it may be thrown away), and then the end, as if the
/// client had said it: the handler finishes as it always does.
///
/// `shutdown` acts on the connection, not on a descriptor as closing does, so it reaches a worker in
/// another process, too.
fn hang_up(stream: &TcpStream) {
    // It fails for a client who has gone already.
    let _ = stream.shutdown(std::net::Shutdown::Read);
}

/// Where a socket of ours that is bound to `address` can be reached from here: a wildcard
/// (`0.0.0.0`, `::`) is an address to listen on, not one to go to.
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
