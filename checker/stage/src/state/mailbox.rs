//! A peer's mailbox for datagrams, as the stage keeps it: its socket, and the datagrams that the script has
//! not checked yet. The verbs of scripts are in [`crate::peer::datagrams`].

use std::collections::VecDeque;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::time::Instant;

use crate::outcome::trace::Link;

/// Most datagrams kept while the script does not listen. Later ones are lost.
const KEPT: usize = 4096;
/// Most bytes of these datagrams in total.
const KEPT_BYTES: usize = 8 << 20;
/// More than any datagram carries (RFC 768: the length is a field of sixteen bits).
const LARGEST: usize = 1 << 16;

/// A datagram that came.
#[derive(Debug)]
pub(crate) struct Letter {
    pub bytes: Vec<u8>,
    pub from: SocketAddr,
    /// When the stage received it from the kernel: it was sent no later than that.
    pub taken: Instant,
}

/// A peer that exchanges datagrams.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// The peer's name.
    pub name: String,
    /// The program that it exchanges datagrams with: `server` or `client`.
    pub program: String,
    pub ours: SocketAddr,
    /// The address that it writes to; `None` until another socket has written to it.
    pub theirs: Option<SocketAddr>,
    /// It writes to the latest sender, as a server does.
    pub answers_anybody: bool,
    /// `None` once it has left. Never connected, so that datagrams from a wrong address are seen.
    pub socket: Option<UdpSocket>,
    pub letters: VecDeque<Letter>,
    /// All datagrams received so far.
    pub total: u64,
}

impl Mailbox {
    /// Binds a socket to this address; port 0 lets the kernel choose one.
    pub fn open(name: &str, program: &str, address: SocketAddr) -> io::Result<Mailbox> {
        let socket = UdpSocket::bind(address)?;
        socket.set_nonblocking(true)?;
        Ok(Mailbox {
            name: name.into(),
            program: program.into(),
            ours: socket.local_addr()?,
            theirs: None,
            answers_anybody: false,
            socket: Some(socket),
            letters: VecDeque::new(),
            total: 0,
        })
    }

    /// The trace's record of it, once the address that it writes to is known.
    pub fn link(&self) -> Option<Link> {
        let ends = Some((self.ours, self.theirs?));
        Some(Link { peer: self.name.clone(), program: self.program.clone(), ends })
    }

    /// Receives the datagrams that have come. Returns whether there was anything. Errors of an unconnected
    /// socket do not concern the stage's datagrams.
    pub fn receive(&mut self) -> bool {
        let mut any = false;
        let Some(socket) = &self.socket else { return any };
        let mut buffer = [0; LARGEST];
        // A sender that never stops must not keep the stage from checking anything else.
        for _ in 0..KEPT {
            match socket.recv_from(&mut buffer) {
                Ok((count, from)) => {
                    any = true;
                    self.total += 1;
                    let held =
                        || self.letters.iter().map(|letter| letter.bytes.len()).sum::<usize>();
                    if self.letters.len() < KEPT && held() < KEPT_BYTES {
                        let bytes = buffer[..count].to_vec();
                        self.letters.push_back(Letter { bytes, from, taken: Instant::now() });
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        any
    }
}
