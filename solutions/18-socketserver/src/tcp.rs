//! Requests that are connections.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::in_flight::{InFlight, Shutdown, reachable};
use crate::mixin::MixIn;

/// How long the server sleeps after an `accept` that failed because a resource was missing.
const REST: Duration = Duration::from_millis(100);

/// A server whose requests are connections. Python: `TCPServer`.
pub struct TcpServer<M> {
    listener: TcpListener,
    mixin: M,
    in_flight: InFlight,
}

impl<M: MixIn<TcpStream>> TcpServer<M> {
    /// Listens on `address`. std sets the option to reuse addresses, and chooses the backlog.
    /// Python: `TCPServer(address, Handler)`, with `allow_reuse_address`, which is off unless you
    /// set it, and `request_queue_size`.
    pub fn bind(address: &str, mixin: M) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        Ok(TcpServer { listener, mixin, in_flight: InFlight::default() })
    }

    /// Returns a handle with which another thread can end `serve_forever`.
    pub fn shutdown_handle(&self) -> io::Result<Shutdown> {
        let own = reachable(self.listener.local_addr()?);
        // `accept` does not notice a flag. A signal does not make it return either, because std
        // calls it again (so does Python, PEP 475). But it returns for a client. So we connect to
        // ourselves.
        Ok(self.in_flight.shutdown_by(move || TcpStream::connect(own).map(drop)))
    }

    /// Accepts connections and has them served until the server is stopped. Returns when all of
    /// them are done.
    pub fn serve_forever(self) {
        while !self.in_flight.is_stopping() {
            let stream = match self.listener.accept() {
                Ok((stream, _client)) => stream,
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
                Err(error) => {
                    eprintln!("accept: {error}");
                    thread::sleep(REST);
                    continue;
                }
            };
            // This is our own connection, or a client that came too late. Dropping it closes it.
            if self.in_flight.is_stopping() {
                break;
            }
            match self.in_flight.hold(&stream) {
                Ok(held) => self.mixin.process_request(stream, held),
                Err(error) => eprintln!("accept: {error}"),
            }
        }

        // Close the listening socket first, so that no client can connect while the last ones are
        // being served. Python: `server_close`, which also waits for the threads, unless they are
        // `daemon_threads` or `block_on_close` is off.
        drop(self.listener);
        self.in_flight.wait_until_empty();
    }
}
