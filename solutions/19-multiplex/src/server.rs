//! Lesson 19, Multiplex: lesson 09's server for everybody at once, on one thread. It never waits for
//! one client: it waits for all of them, in one place, and does then what can be done at once.
//!
//! Three parts: here who is there and who has something to do; in `client.rs` what is done for one of
//! them; in `queue.rs` where bytes lie in between.

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

/// The listening socket's name in events. Clients are called 1, 2, 3 …
const DOOR: Token = Token(0);

/// What a client's socket is watched for. mio tells a *change*, so that a socket which could be
/// written to all day costs nothing. (A level-triggered poll tells the state, again and again, and
/// would never rest: there, ask about writing only while something is owed.)
const BOTH: Interest = Interest::READABLE.add(Interest::WRITABLE);

/// How long somebody waits at the door before we try again, where `accept` failed for want of
/// something and nobody leaves meanwhile.
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

/// Serves everybody who comes to `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let mut server = Server::open(address)?;
    let mut events = Events::with_capacity(256);
    loop {
        // The only place where this program waits. Should a client's buffer run dry, or another's
        // fill up, that is no reason to stand still anywhere else.
        match server.poll.poll(&mut events, server.patience()) {
            Ok(()) => {}
            // A signal came (signal(7): epoll_wait is never restarted by itself).
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        for event in &events {
            match event.token() {
                DOOR => server.lets_in(),
                client => server.serves(client),
            }
        }
        // Perhaps somebody has left just now, and there is room again.
        if server.somebody_waits {
            server.lets_in();
        }
    }
}

struct Server {
    poll: Poll,
    listener: TcpListener,
    clients: HashMap<Token, Client>,
    /// Names given so far. None is given twice: an event for somebody who has just gone finds
    /// nobody, and never a newcomer who happens to have the same number.
    names: usize,
    /// `accept` has failed, and somebody may stand at the door still.
    somebody_waits: bool,
    /// Room to read into, for whoever's turn it is.
    chunk: Box<[u8]>,
}

impl Server {
    fn open(address: &str) -> io::Result<Server> {
        // std's, since it knows names and sets reuse-address; mio's wants to be told that a socket
        // does not block.
        let listener = net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let mut listener = TcpListener::from_std(listener);
        let poll = Poll::new()?;
        poll.registry().register(&mut listener, DOOR, Interest::READABLE)?;
        Ok(Server {
            poll,
            listener,
            clients: HashMap::new(),
            names: 0,
            somebody_waits: false,
            chunk: vec![0; 64 * 1024].into_boxed_slice(),
        })
    }

    /// How long to wait for an event: for ever, as a rule.
    fn patience(&self) -> Option<Duration> {
        self.somebody_waits.then_some(REST)
    }

    /// Accepts everybody who stands at the door: one event may stand for many of them.
    fn lets_in(&mut self) {
        loop {
            match self.listener.accept() {
                Ok((stream, peer)) => self.welcomes(stream, peer),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.somebody_waits = false;
                    return;
                }
                // This one has left before we came to the door. Perhaps there is another.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::ConnectionAborted | ErrorKind::Interrupted
                    ) => {}
                Err(error) => {
                    // No descriptor left (EMFILE), as a rule. The client stays in the queue, and no
                    // event will tell of it again. To ask at once would be to ask for ever; not to
                    // ask any more would leave it out there for good.
                    if !self.somebody_waits {
                        eprintln!("accept: {error}");
                    }
                    self.somebody_waits = true;
                    return;
                }
            }
        }
    }

    fn welcomes(&mut self, mut stream: TcpStream, peer: net::SocketAddr) {
        self.names += 1;
        let name = Token(self.names);
        // An answer is not held back until the one before it has been acknowledged (Nagle).
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

    /// Something can be done for this client. The event says what, but `go_on` finds out anyhow, and
    /// an event is a hint, not a promise: mio may tell of things that are not so.
    fn serves(&mut self, name: Token) {
        let Some(client) = self.clients.get_mut(&name) else { return };
        let next = client.go_on(&mut self.chunk).and_then(|next| match next {
            // What has not been used up is told once more to whoever asks anew (EPOLL_CTL_MOD). The
            // others' events stand before it then, and have their turn first.
            Next::Again => {
                self.poll.registry().reregister(&mut client.stream, name, BOTH)?;
                Ok(Next::Wait)
            }
            next => Ok(next),
        });
        let is_over = match next {
            Ok(next) => next == Next::Over,
            // A reset, an end inside a frame, a frame that is too long: all of them end this
            // conversation, and no other.
            Err(error) => {
                eprintln!("{}: {error}", client.peer);
                true
            }
        };
        if is_over {
            // Dropping the stream closes it, and takes it out of the poll.
            self.clients.remove(&name);
        }
    }
}
