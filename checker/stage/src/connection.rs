//! One connection as the stage keeps it, seen from the peer's side: its socket, what was said and
//! heard on it, and how it ended. What a script can do with a peer is in [`crate::peer`].

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsFd;

use crate::breach::{After, Cut, ShortWrite};
use crate::kernel;
use crate::trace::Link;

/// Most bytes heard in advance, while nobody in the script listens.
pub(crate) const KEPT: usize = 64 << 20;

/// A peer's end of a connection with a program.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The peer's name.
    pub name: String,
    /// The program at the other end: `server` or `client`.
    pub program: String,
    pub ours: SocketAddr,
    pub theirs: SocketAddr,
    /// `None` once the peer has closed it.
    pub stream: Option<TcpStream>,
    /// Bytes handed to our kernel so far.
    pub said: u64,
    /// Bytes of these that the program was seen to have read.
    pub seen_read: u64,
    pub has_shut_down: bool,
    /// Received, and not yet looked at by the script.
    pub heard: Vec<u8>,
    /// All bytes received so far.
    pub heard_total: u64,
    pub after: After,
    /// A deaf peer does not read until the script makes it.
    pub is_deaf: bool,
    /// So many bytes, not looked at by the script, and it does not listen any further.
    pub most: usize,
    /// Writes of the program's that were interrupted half-way.
    pub short_writes: Vec<ShortWrite>,
    /// How the last bytes were cut, where they were said in pieces.
    pub cut: Option<Cut>,
}

impl Connection {
    /// Takes over a connected socket, which will not block. The program may have reset it by now, so
    /// that the socket itself does not know any more whose it was: `theirs` is told.
    pub fn new(
        name: &str,
        program: &str,
        stream: TcpStream,
        theirs: SocketAddr,
    ) -> io::Result<Connection> {
        stream.set_nonblocking(true)?;
        // Each thing said leaves at once, as its own segment (TCP_NODELAY, tcp(7)).
        stream.set_nodelay(true)?;
        Ok(Connection {
            name: name.into(),
            program: program.into(),
            ours: plain(stream.local_addr()?),
            theirs: plain(theirs),
            stream: Some(stream),
            said: 0,
            seen_read: 0,
            has_shut_down: false,
            heard: Vec::new(),
            heard_total: 0,
            after: After::Open,
            is_deaf: false,
            most: KEPT,
            short_writes: Vec::new(),
            cut: None,
        })
    }

    /// How the trace keeps it.
    pub fn link(&self) -> Link {
        Link {
            peer: self.name.clone(),
            program: self.program.clone(),
            ours: self.ours,
            theirs: self.theirs,
        }
    }

    /// Sends what fits now; how many bytes did. `None` where the program has closed or reset the
    /// connection: what it owes is found missing by whoever listens for it.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<Option<usize>> {
        let Some(stream) = &mut self.stream else { return Ok(None) };
        kernel::arm_quick_ack(stream.as_fd());
        match stream.write(bytes) {
            Ok(count) => {
                self.said += count as u64;
                Ok(Some(count))
            }
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(Some(0)),
                io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// Whether what the program sends is read as it comes.
    pub fn takes_more(&self) -> bool {
        !self.is_deaf && self.heard.len() < KEPT
    }

    /// Takes what has arrived; whether there was anything, be it an end.
    pub fn receive(&mut self) -> io::Result<bool> {
        let mut any = false;
        let Some(stream) = &mut self.stream else { return Ok(any) };
        if self.is_deaf {
            return Ok(any);
        }
        let mut buffer = [0; 64 << 10];
        while self.after == After::Open && self.heard.len() < self.most {
            let room = buffer.len().min(self.most - self.heard.len());
            kernel::arm_quick_ack(stream.as_fd());
            match stream.read(&mut buffer[..room]) {
                Ok(0) => self.after = After::End,
                Ok(count) => {
                    self.heard.extend_from_slice(&buffer[..count]);
                    self.heard_total += count as u64;
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => return Ok(any),
                    io::ErrorKind::Interrupted => continue,
                    io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
                        self.after = After::Reset;
                    }
                    _ => return Err(error),
                },
            }
            any = true;
        }
        Ok(any)
    }
}

/// An IPv4 address that came dressed as IPv6 (`::ffff:127.0.0.1`) without its dress.
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}
