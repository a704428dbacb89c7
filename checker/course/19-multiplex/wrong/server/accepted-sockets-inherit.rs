// Believed: an accepted socket does not block, since its listening socket does not.

use std::collections::HashMap;
use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net;
use std::process::exit;
use std::time::Duration;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

const LIMIT: usize = 1 << 20;
const DOOR: Token = Token(0);

struct Client {
    stream: TcpStream,
    inbox: Vec<u8>,
    outbox: Vec<u8>,
    ended: bool,
}

pub fn main() {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    if let Err(error) = serve(&address) {
        eprintln!("{address}: {error}");
        exit(1);
    }
}

fn serve(address: &str) -> io::Result<()> {
    let listener = net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let mut door = TcpListener::from_std(listener.try_clone()?);
    let mut poll = Poll::new()?;
    poll.registry().register(&mut door, DOOR, Interest::READABLE)?;
    let mut events = Events::with_capacity(64);
    let mut clients: HashMap<Token, Client> = HashMap::new();
    let mut next = 1;
    let mut full = false;
    loop {
        let timeout = full.then_some(Duration::from_millis(50));
        match poll.poll(&mut events, timeout) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            let Some(client) = clients.get_mut(&event.token()) else { continue };
            match client.go_on() {
                Ok(true) => {}
                Ok(false) => {
                    clients.remove(&event.token());
                }
                Err(error) => {
                    eprintln!("client: {error}");
                    clients.remove(&event.token());
                }
            }
        }
        full = false;
        loop {
            match listener.accept() {
                Ok((stream, _)) => {
                    let mut stream = TcpStream::from_std(stream);
                    let token = Token(next);
                    next += 1;
                    let both = Interest::READABLE | Interest::WRITABLE;
                    poll.registry().register(&mut stream, token, both)?;
                    let (inbox, outbox) = (Vec::new(), Vec::new());
                    clients.insert(token, Client { stream, inbox, outbox, ended: false });
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => {
                    eprintln!("accept: {error}");
                    full = true;
                    break;
                }
            }
        }
    }
}

impl Client {
    fn go_on(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 16384];
        loop {
            while let Some(answer) = self.next_answer()? {
                self.outbox.extend((answer.len() as u32).to_be_bytes());
                self.outbox.extend(answer);
            }
            self.flush()?;
            if self.outbox.len() > LIMIT {
                return Ok(true);
            }
            if self.ended {
                return Ok(!self.outbox.is_empty());
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => self.ended = true,
                Ok(n) => self.inbox.extend(&buffer[..n]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                Err(error) => return Err(error),
            }
        }
    }

    fn next_answer(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(header) = self.inbox.first_chunk() else { return Ok(None) };
        let length = u32::from_be_bytes(*header) as usize;
        if length > LIMIT {
            return Err(io::Error::other("the frame is too long"));
        }
        if self.inbox.len() < 4 + length {
            return Ok(None);
        }
        let frame: Vec<u8> = self.inbox.drain(..4 + length).collect();
        Ok(Some(frame[4..].to_ascii_uppercase()))
    }

    fn flush(&mut self) -> io::Result<()> {
        while !self.outbox.is_empty() {
            match self.stream.write(&self.outbox) {
                Ok(n) => drop(self.outbox.drain(..n)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
