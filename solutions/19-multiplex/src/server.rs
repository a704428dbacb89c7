//! Lesson 19, One thread for all: the server. It answers frames as in lesson 09, for all clients on one
//! thread. It never waits for one client. It waits for all of them in one place, and then does
//! everything that can be done without waiting.
//!
//! It has three parts. This file has the loop and the map of clients. `client.rs` has the work for one
//! client, and `queue.rs` has its buffers.

mod client;
mod queue;

use std::collections::HashMap;
use std::env;
use std::io::{self, ErrorKind};
use std::net;
use std::process::ExitCode;
use std::time::Duration;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

use client::{Client, Next};

/// The name of the listening socket in events. Clients are called 1, 2, 3 …
const LISTENER: Token = Token(0);

/// The events for which a client's socket is watched. mio reports *changes*, so a socket that stays
/// writable all day costs nothing. (A level-triggered poll reports the state at each call, and
/// would never wait. There, ask about writing only while something is owed.)
const BOTH: Interest = Interest::READABLE.add(Interest::WRITABLE);

/// How long we wait before we try `accept` again, if it failed because a resource was missing and
/// no client has left in the meantime.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("multiplex-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves all clients at `address`. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let mut server = Server::open(address)?;
    let mut events = Events::with_capacity(256);
    loop {
        // The only place where this program waits. An empty receive buffer or a full send buffer of
        // one client must never make it wait anywhere else.
        match server.poll.poll(&mut events, server.time_limit()) {
            Ok(()) => {}
            // A signal arrived (signal(7): the kernel never restarts epoll_wait).
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        for event in &events {
            match event.token() {
                LISTENER => server.accept_all(),
                client => server.serve(client),
            }
        }
        // Perhaps a client has just left, and there is room again.
        if server.accept_failed {
            server.accept_all();
        }
    }
}

struct Server {
    poll: Poll,
    listener: TcpListener,
    clients: HashMap<Token, Client>,
    /// How many names were used so far. Each is used only once. So an event for a client that has
    /// just left finds no client, instead of a new one with the same number.
    names: usize,
    /// `accept` has failed, and a client may still be in the queue.
    accept_failed: bool,
    /// The buffer to read into. All clients share it.
    chunk: Box<[u8]>,
}

impl Server {
    fn open(address: &str) -> io::Result<Server> {
        // Take std's listener, because it resolves names and sets the option to reuse addresses.
        // mio's `from_std` expects a non-blocking socket.
        let listener = net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let mut listener = TcpListener::from_std(listener);
        let poll = Poll::new()?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        Ok(Server {
            poll,
            listener,
            clients: HashMap::new(),
            names: 0,
            accept_failed: false,
            chunk: vec![0; 64 * 1024].into_boxed_slice(),
        })
    }

    /// How long to wait for an event: normally for ever.
    fn time_limit(&self) -> Option<Duration> {
        self.accept_failed.then_some(REST)
    }

    /// Accepts all clients in the queue: one event may stand for many of them.
    fn accept_all(&mut self) {
        loop {
            match self.listener.accept() {
                Ok((stream, peer)) => self.add_client(stream, peer),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.accept_failed = false;
                    return;
                }
                // This client has left before we accepted it. Perhaps there is another.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::ConnectionAborted | ErrorKind::Interrupted
                    ) => {}
                Err(error) => {
                    // Usually no descriptor is left (EMFILE). The client stays in the queue, and no
                    // event will report it again. If we tried again at once, we would spin. If we
                    // never tried again, the client would wait for ever.
                    if !self.accept_failed {
                        eprintln!("accept: {error}");
                    }
                    self.accept_failed = true;
                    return;
                }
            }
        }
    }

    fn add_client(&mut self, mut stream: TcpStream, peer: net::SocketAddr) {
        self.names += 1;
        let name = Token(self.names);
        // Do not hold back an answer until the one before it has been acknowledged (Nagle).
        let ready = stream
            .set_nodelay(true)
            .and_then(|()| self.poll.registry().register(&mut stream, name, BOTH));
        match ready {
            Ok(()) => {
                self.clients.insert(name, Client::new(stream, peer));
            }
            Err(error) => eprintln!("{peer}: {error}"),
        }
    }

    /// Does all that can be done for this client. The event says what that is, but `go_on` finds out by
    /// itself. An event is only a hint: mio may report that a socket is ready when it is not.
    fn serve(&mut self, name: Token) {
        let Some(client) = self.clients.get_mut(&name) else { return };
        let next = client.go_on(&mut self.chunk).and_then(|next| match next {
            // Registering again makes epoll report once more that the socket is ready (EPOLL_CTL_MOD).
            // That event comes after those of the other clients, so they have their turn first.
            Next::Again => {
                self.poll.registry().reregister(&mut client.stream, name, BOTH)?;
                Ok(Next::Wait)
            }
            next => Ok(next),
        });
        let is_over = match next {
            Ok(next) => next == Next::Over,
            // A reset, an end inside a frame, or a frame that is too long ends this conversation,
            // and no other.
            Err(error) => {
                eprintln!("{}: {error}", client.peer);
                true
            }
        };
        if is_over {
            // This drops the stream, which closes it and removes it from the poll.
            self.clients.remove(&name);
        }
    }
}
