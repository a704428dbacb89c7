//! One thread, sockets that do not block, and a readiness poll: short writes every day.

use std::collections::HashMap;
use std::env;
use std::io::{self, ErrorKind, Read, Write};

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

const LISTENER: Token = Token(0);

struct Client {
    stream: TcpStream,
    line: Vec<u8>,
    /// What is asked for and what was sent, once it is known.
    asked: Option<u64>,
    sent: u64,
}

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut listener = TcpListener::bind(address.parse().map_err(io::Error::other)?)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;

    let message: Vec<u8> = (0..251).cycle().take(100_000 + 251).collect();
    let mut clients = HashMap::new();
    let mut last = 0;
    let mut events = Events::with_capacity(64);
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in &events {
            if event.token() == LISTENER {
                while let Ok((mut stream, _)) = listener.accept() {
                    last += 1;
                    let both = Interest::READABLE | Interest::WRITABLE;
                    poll.registry().register(&mut stream, Token(last), both)?;
                    let client = Client { stream, line: Vec::new(), asked: None, sent: 0 };
                    clients.insert(Token(last), client);
                }
            } else if let Some(client) = clients.get_mut(&event.token()) {
                match client.advance(&message) {
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Err(error) => {
                        eprintln!("{error}");
                        clients.remove(&event.token());
                    }
                    Ok(()) => {
                        clients.remove(&event.token());
                    }
                }
            }
        }
    }
}

impl Client {
    /// Reads and writes until all is done, or until the socket would block.
    fn advance(&mut self, message: &[u8]) -> io::Result<()> {
        loop {
            let Some(asked) = self.asked else {
                self.reads()?;
                continue;
            };
            if self.sent == asked {
                return Ok(());
            }
            let rest = &message[(self.sent % 251) as usize..];
            let length = (asked - self.sent).min(rest.len() as u64);
            self.sent += self.stream.write(&rest[..length as usize])? as u64;
        }
    }

    fn reads(&mut self) -> io::Result<()> {
        let mut buffer = [0; 16];
        let n = self.stream.read(&mut buffer)?;
        self.line.extend_from_slice(&buffer[..n]);
        if let Some(end) = self.line.iter().position(|byte| *byte == b'\n') {
            let number = str::from_utf8(&self.line[..end]).ok().and_then(|text| text.parse().ok());
            self.asked = Some(number.ok_or_else(|| io::Error::other("that is no count"))?);
        } else if n == 0 || self.line.len() > 20 {
            return Err(io::Error::other("that is no line"));
        }
        Ok(())
    }
}
