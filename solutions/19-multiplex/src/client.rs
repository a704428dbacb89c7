//! One client of the server: the bytes that it has sent, the answers that it is owed, and the work that
//! can be done for it without waiting.

use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;

use framing_solution::{HEADER, length_in, write_frame};
use mio::net::TcpStream;

use crate::queue::Queue;

/// When a client is owed this many bytes, we read no more from it. At most one answer of 1 MiB
/// comes on top of that. So a client that never reads costs us two megabytes.
const ENOUGH: usize = 1024 * 1024;

/// How many steps one client gets before the others have their turn.
const TURN: usize = 64;

/// How the server goes on with a client after its turn.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Wait for an event.
    Wait,
    /// There is more to do, but other clients have their turn first.
    Again,
    /// The conversation is over. Close the connection.
    Over,
}

#[derive(Debug)]
pub struct Client {
    pub stream: TcpStream,
    pub peer: SocketAddr,
    /// Bytes that have arrived and are not a whole frame yet. In lesson 16 they were on the stack
    /// of the client's thread, in the local variables of a `read_frame` that waited half-way. One
    /// thread for all clients cannot wait half-way in a function, so the state of each client is
    /// stored here.
    inbox: Queue,
    /// Answers, or the rest of one, that the kernel has not taken yet.
    owed: Queue,
    /// The client's stream has ended.
    has_ended: bool,
}

impl Client {
    pub fn new(stream: TcpStream, peer: SocketAddr) -> Client {
        Client { stream, peer, inbox: Queue::default(), owed: Queue::default(), has_ended: false }
    }

    /// Does everything for this client that can be done at once, without waiting. `chunk` is a
    /// buffer to read into, which all clients share.
    ///
    /// mio reports once that a socket *becomes* readable or writable, and not as long as it is (its
    /// epoll set is edge-triggered, epoll(7)). If we stop before `WouldBlock`, the event is used
    /// up, and no other one reports the rest. So this loop ends in one of three ways: with
    /// `WouldBlock` from a read, with `WouldBlock` from a write, or with `Next::Again`, after which
    /// the caller registers the socket again.
    pub fn go_on(&mut self, chunk: &mut [u8]) -> io::Result<Next> {
        for _ in 0..TURN {
            // First send the bytes that the client is owed, before any new request is answered.
            self.send()?;

            // If the client does not read, we do not either. Its next bytes stay in our kernel's
            // buffer. When that is full, TCP makes its kernel stop sending (RFC 9293, 3.8.6), and
            // its `write` waits. This is backpressure (背压).
            if self.owed.waiting().len() >= ENOUGH {
                return Ok(Next::Wait);
            }

            // One event may bring three frames and a half, so look into the inbox before the
            // socket.
            if self.answer()? {
                continue;
            }

            if self.has_ended {
                return match (self.owed.waiting(), self.inbox.waiting()) {
                    ([], []) => Ok(Next::Over),
                    ([], _) => Err(ErrorKind::UnexpectedEof.into()),
                    // The client may still read: FIN says only that it will not send any more.
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

    /// Answers the first frame of the inbox, if all of it has arrived. Returns whether it did.
    fn answer(&mut self) -> io::Result<bool> {
        let bytes = self.inbox.waiting();
        let Some(header) = bytes.first_chunk::<HEADER>() else { return Ok(false) };
        // Check lesson 09's limit before the payload has arrived. A claimed length allocates
        // nothing: the inbox grows only by the bytes that arrive.
        let length = length_in(*header)?;
        let Some(payload) = bytes[HEADER..].get(..length) else { return Ok(false) };

        let mut frame = Vec::with_capacity(HEADER + length);
        write_frame(&mut frame, &payload.to_ascii_uppercase())?;
        self.inbox.take(HEADER + length);
        self.owed.push(&frame);
        Ok(true)
    }

    /// Writes the owed bytes, as far as the kernel has room.
    fn send(&mut self) -> io::Result<()> {
        while !self.owed.waiting().is_empty() {
            // `write_all` is useless here: it fails with `WouldBlock` in the middle, and does not
            // say how much it has sent.
            match self.stream.write(self.owed.waiting()) {
                Ok(count) => self.owed.take(count),
                // The buffer is full. An event will come when there is room.
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
