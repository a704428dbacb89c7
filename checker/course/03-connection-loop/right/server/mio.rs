//! One thread, non-blocking sockets and a readiness poll: all clients at once.

use std::collections::HashMap;
use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use socket2::{Domain, Socket, Type};

const LISTENER: Token = Token(0);

struct Client {
    stream: TcpStream,
    /// What was read and could not be sent yet. Nothing more is read until this is gone.
    pending: Vec<u8>,
}

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut listener = listen(&address)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;

    let mut clients = HashMap::new();
    let mut last = LISTENER;
    let mut events = Events::with_capacity(64);
    loop {
        if let Err(error) = poll.poll(&mut events, None) {
            if error.kind() == ErrorKind::Interrupted {
                continue;
            }
            return Err(error);
        }
        for event in &events {
            if event.token() == LISTENER {
                accept_all(&listener, &poll, &mut clients, &mut last);
            } else if let Some(client) = clients.get_mut(&event.token()) {
                let over = client.advance().unwrap_or_else(|error| {
                    eprintln!("{error}");
                    true
                });
                if over {
                    clients.remove(&event.token());
                }
            }
        }
    }
}

fn listen(address: &str) -> io::Result<TcpListener> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(5)?;
    Ok(TcpListener::from_std(socket.into()))
}

/// Readiness is told once (edge-triggered), so everyone who waits must be taken in now.
fn accept_all(
    listener: &TcpListener,
    poll: &Poll,
    clients: &mut HashMap<Token, Client>,
    last: &mut Token,
) {
    loop {
        match listener.accept() {
            Ok((mut stream, _)) => {
                *last = Token(last.0 + 1);
                let both = Interest::READABLE | Interest::WRITABLE;
                match poll.registry().register(&mut stream, *last, both) {
                    Ok(()) => {
                        let pending = Vec::new();
                        clients.insert(*last, Client { stream, pending });
                    }
                    Err(error) => eprintln!("{error}"),
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                eprintln!("{error}");
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

impl Client {
    /// Reads and writes until the socket would block; says whether the conversation is over.
    fn advance(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        loop {
            let moved = if self.pending.is_empty() {
                match self.stream.read(&mut buffer) {
                    Ok(0) => return Ok(true),
                    Ok(n) => {
                        self.pending = buffer[..n].to_ascii_uppercase();
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            } else {
                match self.stream.write(&self.pending) {
                    Ok(n) => {
                        self.pending.drain(..n);
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            };
            match moved {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
