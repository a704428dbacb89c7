//! One client of the server: what has come from it, what it is owed, and how far its affairs can be
//! brought without waiting for anybody.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;

use framing_solution::{HEADER, length_in, write_frame};
use mio::net::TcpStream;

use crate::queue::Queue;

/// As soon as a client is owed so many bytes, nothing more is read from it. One answer of 1 MiB goes
/// on top of that at most: a client that never reads costs us two megabytes, and not the machine.
const ENOUGH: usize = 1024 * 1024;

/// Steps for one client before it is the others' turn.
const TURN: usize = 64;

/// How things stand with a client when nothing more can be done for it at the moment.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// An event will tell when there is something to do.
    Wait,
    /// There is something to do, but others may have waited long enough.
    Again,
    /// Everything is said. The connection can be closed.
    Over,
}

#[derive(Debug)]
pub struct Client {
    pub stream: TcpStream,
    pub peer: SocketAddr,
    /// Has come, and is no whole frame yet. A thread of its own (lesson 16) kept this on its stack,
    /// in the local variables of a `read_frame` that waited half-way. One thread for all cannot
    /// stop half-way in a function: where it stands with each client has to be written down.
    inbox: Queue,
    /// Answers, or the rest of one, that the kernel has not taken yet.
    owed: Queue,
    /// It has said its last word.
    has_ended: bool,
}

impl Client {
    pub fn new(stream: TcpStream, peer: SocketAddr) -> Client {
        Client { stream, peer, inbox: Queue::default(), owed: Queue::default(), has_ended: false }
    }

    /// Does for this client all that can be done at once, and waits for nothing. `chunk` is room to
    /// read into; any will do, and all clients share it.
    ///
    /// mio tells us once when a socket *becomes* readable or writable, not as long as it is so (its
    /// epoll set is edge-triggered, epoll(7)). Whoever stops before `WouldBlock` has used up the
    /// event, and is not told of the rest. So there are three ways out of this loop: `WouldBlock`
    /// from a read, `WouldBlock` from a write, or `Next::Again`, for which the caller makes up.
    pub fn go_on(&mut self, chunk: &mut [u8]) -> io::Result<Next> {
        for _ in 0..TURN {
            // First what it is owed. That comes before new questions.
            self.send()?;

            // It does not read? Then we do not, either. Its next bytes stay in our kernel's buffer;
            // when that is full, TCP tells its kernel to stop (RFC 9293, 3.8.6), and its `write`
            // waits. That is how a server says "not so fast" (背压, backpressure).
            if self.owed.waiting().len() >= ENOUGH {
                return Ok(Next::Wait);
            }

            // One event may bring three frames and a half, so the inbox is asked before the socket.
            if self.answer()? {
                continue;
            }

            if self.has_ended {
                return match (self.owed.waiting(), self.inbox.waiting()) {
                    ([], []) => Ok(Next::Over),
                    ([], _) => Err(ErrorKind::UnexpectedEof.into()),
                    // It still listens, or may: FIN says only that it will not speak any more.
                    _ => Ok(Next::Wait),
                };
            }

            match self.stream.read(chunk) {
                Ok(0) => self.has_ended = true,
                Ok(count) => self.inbox.push(&chunk[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Next::Wait),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Next::Again)
    }

    /// Answers the first frame of the inbox, if the whole of it has come.
    fn answer(&mut self) -> io::Result<bool> {
        let bytes = self.inbox.waiting();
        let Some(header) = bytes.first_chunk::<HEADER>() else { return Ok(false) };
        // Lesson 09's limit holds, and is looked at before the payload has come. No room is made
        // for a claim here: the inbox grows by what arrives.
        let length = length_in(*header)?;
        let Some(payload) = bytes[HEADER..].get(..length) else { return Ok(false) };

        let mut frame = Vec::with_capacity(HEADER + length);
        write_frame(&mut frame, &payload.to_ascii_uppercase())?;
        self.inbox.take(HEADER + length);
        self.owed.push(&frame);
        Ok(true)
    }

    /// Hands to the kernel what is owed, as far as it has room.
    fn send(&mut self) -> io::Result<()> {
        while !self.owed.waiting().is_empty() {
            // `write_all` is of no use here: it fails with `WouldBlock` in the middle, and does not
            // say how much it had sent by then.
            match self.stream.write(self.owed.waiting()) {
                Ok(count) => self.owed.take(count),
                // No room. An event will come when there is.
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
