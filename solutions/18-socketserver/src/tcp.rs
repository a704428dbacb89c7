//! Requests that are connections.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::in_hand::{InHand, Shutdown, reachable};
use crate::mixin::MixIn;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

/// A server whose requests are connections. Python: `TCPServer`.
pub struct TcpServer<M> {
    listener: TcpListener,
    mixin: M,
    in_hand: InHand,
}

impl<M: MixIn<TcpStream>> TcpServer<M> {
    /// A server that listens on `address`. std sets reuse-address by itself, and chooses the
    /// backlog. Python: `TCPServer(address, Handler)`, with `allow_reuse_address`, which is off
    /// unless you say so, and `request_queue_size`.
    pub fn bind(address: &str, mixin: M) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        Ok(TcpServer { listener, mixin, in_hand: InHand::default() })
    }

    /// By this, another thread can end `serve_forever`.
    pub fn shutdown_handle(&self) -> io::Result<Shutdown> {
        let own = reachable(self.listener.local_addr()?);
        // `accept` waits, whatever flags we set meanwhile; not even a signal gets it to return, for
        // std calls it again (so does Python, PEP 475). What it does return for is a client. So we
        // ring at our own door.
        Ok(self.in_hand.shutdown_by(move || TcpStream::connect(own).map(drop)))
    }

    /// Has one connection after another served until it is told to stop, and returns when all of
    /// them are done.
    pub fn serve_forever(self) {
        while !self.in_hand.is_stopping() {
            let stream = match self.listener.accept() {
                Ok((stream, _client)) => stream,
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
                Err(error) => {
                    eprintln!("accept: {error}");
                    thread::sleep(REST);
                    continue;
                }
            };
            // Whoever it was that rang: it is too late now, and dropping the stream says so.
            if self.in_hand.is_stopping() {
                break;
            }
            match self.in_hand.hold(&stream) {
                Ok(held) => self.mixin.process_request(stream, held),
                Err(error) => eprintln!("accept: {error}"),
            }
        }

        // First the door, and then the guests: nobody else is let in while the last ones finish.
        // Python: `server_close`, which waits for the threads, too, where they are no
        // `daemon_threads` and `block_on_close` is set.
        drop(self.listener);
        self.in_hand.wait_until_empty();
    }
}
