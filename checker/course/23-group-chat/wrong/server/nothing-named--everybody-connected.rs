// Believed: who is connected is in the room.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::time::Duration;
use std::{env, thread};

use jiff::Timestamp;
use mio::net::{TcpListener, TcpStream};
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use serde_json::{Value, json};
use signal_hook::consts::SIGTERM;

const LISTENER: Token = Token(0);
const SIGNAL: Token = Token(1);
const MOST: usize = 512 << 10;

struct Client {
    stream: TcpStream,
    name: Option<String>,
    heard: Vec<u8>,
    due: VecDeque<u8>,
    is_over: bool,
}

struct Server {
    clients: BTreeMap<Token, Client>,
}

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut listener = TcpListener::bind(address.parse().map_err(io::Error::other)?)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let (signals, writer) = std::os::unix::net::UnixStream::pair()?;
    signal_hook::low_level::pipe::register(SIGTERM, writer)?;
    poll.registry().register(&mut SourceFd(&signals.as_raw_fd()), SIGNAL, Interest::READABLE)?;

    let mut server = Server { clients: BTreeMap::new() };
    let mut next = 2;
    let mut events = Events::with_capacity(256);
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            result => result?,
        }
        for event in &events {
            match event.token() {
                SIGNAL => {
                    server.tell(&json!({ "bye": true }));
                    for client in server.clients.values() {
                        let _ = client.stream.shutdown(Shutdown::Write);
                    }
                    thread::sleep(Duration::from_millis(10));
                    return Ok(());
                }
                LISTENER => {
                    while let Ok((mut stream, _)) = listener.accept() {
                        let both = Interest::READABLE | Interest::WRITABLE;
                        poll.registry().register(&mut stream, Token(next), both)?;
                        let client = Client {
                            stream,
                            name: None,
                            heard: Vec::new(),
                            due: VecDeque::new(),
                            is_over: false,
                        };
                        server.clients.insert(Token(next), client);
                        next += 1;
                    }
                }
                token => server.turn(token),
            }
        }
        server.clears_up();
    }
}

impl Server {
    fn turn(&mut self, token: Token) {
        let Some(client) = self.clients.get_mut(&token) else { return };
        if client.flush().is_err() {
            client.is_over = true;
        }
        let mut buffer = [0; 4096];
        let mut has_ended = false;
        loop {
            match client.stream.read(&mut buffer) {
                Ok(0) => {
                    has_ended = true;
                    break;
                }
                Ok(count) => client.heard.extend(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    has_ended = true;
                    break;
                }
            }
        }
        while let Some(frame) = self.next_frame(token) {
            self.said(token, frame.ok().and_then(|frame| serde_json::from_slice(&frame).ok()));
        }
        if has_ended && let Some(client) = self.clients.get_mut(&token) {
            client.is_over = true;
        }
    }

    fn next_frame(&mut self, token: Token) -> Option<Result<Vec<u8>, ()>> {
        let client = self.clients.get_mut(&token).filter(|client| !client.is_over)?;
        let header = client.heard.first_chunk()?;
        let length = u32::from_be_bytes(*header) as usize;
        if length > 1 << 20 {
            return Some(Err(()));
        }
        if client.heard.len() < 4 + length {
            return None;
        }
        let rest = client.heard.split_off(4 + length);
        let frame = std::mem::replace(&mut client.heard, rest);
        Some(Ok(frame[4..].to_vec()))
    }

    fn said(&mut self, token: Token, said: Option<Value>) {
        let said = said.unwrap_or_default();
        let Some(name) = self.clients[&token].name.clone() else {
            return self.joins(token, said["join"].as_str());
        };
        match said["say"].as_str() {
            Some(text) if text.len() <= 4096 => {
                let at = Timestamp::now().to_string();
                self.tell(&json!({ "from": name, "at": at, "say": text }));
            }
            _ => {
                if let Some(client) = self.clients.get_mut(&token) {
                    client.is_over = true;
                }
            }
        }
    }

    fn joins(&mut self, token: Token, name: Option<&str>) {
        let name = name.unwrap_or_default();
        let has_name = |client: &Client| client.name.as_deref() == Some(name);
        let is_taken = self.clients.values().any(has_name);
        let Some(client) = self.clients.get_mut(&token) else { return };
        if name.is_empty() || is_taken {
            client.due.extend(frame(&json!({ "error": "choose another name" })));
            let _ = client.flush();
            client.is_over = true;
            return;
        }
        client.name = Some(name.to_string());
        self.tell(&json!({ "joined": name }));
    }

    fn tell(&mut self, news: &Value) {
        let frame = frame(news);
        for client in self.clients.values_mut() {
            client.due.extend(&frame);
            if client.flush().is_err() || client.due.len() > MOST {
                client.is_over = true;
            }
        }
    }

    fn clears_up(&mut self) {
        while let Some(token) =
            self.clients.iter().find_map(|(token, client)| client.is_over.then_some(*token))
        {
            let gone = self.clients.remove(&token);
            if let Some(name) = gone.and_then(|gone| gone.name) {
                self.tell(&json!({ "left": name }));
            }
        }
    }
}

impl Client {
    fn flush(&mut self) -> io::Result<()> {
        while !self.due.is_empty() {
            match self.stream.write(self.due.as_slices().0) {
                Ok(count) => drop(self.due.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn frame(news: &Value) -> Vec<u8> {
    let payload = news.to_string();
    [&(payload.len() as u32).to_be_bytes(), payload.as_bytes()].concat()
}
