//! Where a peer's datagrams come in, as the stage keeps it: its socket, and what came that the
//! script has not looked at. What a script can do with such a peer is in [`crate::peer::datagrams`].

use std::collections::VecDeque;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::time::Instant;

use crate::outcome::trace::Link;

/// Most datagrams kept while nobody in the script listens; those that come after are lost.
const KEPT: usize = 4096;
/// Most bytes of these datagrams altogether.
const KEPT_BYTES: usize = 8 << 20;
/// More than any datagram carries (RFC 768: the length is a field of sixteen bits).
const LARGEST: usize = 1 << 16;

/// A datagram that came.
#[derive(Debug)]
pub(crate) struct Letter {
    pub bytes: Vec<u8>,
    pub from: SocketAddr,
    /// When it was taken from the kernel: it was sent no later than that.
    pub taken: Instant,
}

/// A peer that talks in datagrams.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// The peer's name.
    pub name: String,
    /// The program that it writes with: `server` or `client`.
    pub program: String,
    pub ours: SocketAddr,
    /// Whom it writes to; `None` before somebody has written to it.
    pub theirs: Option<SocketAddr>,
    /// It writes to whoever wrote last, as a server does.
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

    /// How the trace keeps it, once it is known whom it writes to.
    pub fn link(&self) -> Option<Link> {
        let ends = Some((self.ours, self.theirs?));
        Some(Link { peer: self.name.clone(), program: self.program.clone(), ends })
    }

    /// Takes what has come; whether there was anything. What goes wrong with a socket that is not
    /// connected is no news of any datagram of ours.
    pub fn receive(&mut self) -> bool {
        let mut any = false;
        let Some(socket) = &self.socket else { return any };
        let mut buffer = [0; LARGEST];
        // Somebody who never stops writing must not keep the stage from looking at anything else.
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
