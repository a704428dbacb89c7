//! A peer that does not read (a deaf peer): how many bytes the program still owes it, and how it begins
//! to read. The count assumes that each answer is as long as its request.

use std::os::fd::AsFd;

use crate::outcome::fault::{Fault, Missing, Played};
use crate::peer::Peer;

/// Receive buffer of a deaf peer that begins to read, in bytes: more than a program has kept for it.
const ROOM: usize = 1 << 20;

impl Peer<'_> {
    /// Reads from now on, with a large receive buffer. (With the small buffer of a deaf peer, each read
    /// opens the window by only a few bytes. Then the program's kernel may wait for a timer before it
    /// sends again: RFC 9293, 3.8.6.1.)
    pub fn begins_to_listen(&self) -> Played {
        let mut connection = self.stage.connection(self.index);
        connection.is_deaf = false;
        let Some(stream) = &connection.stream else { return Ok(()) };
        kernel::limit_receive_buffer(stream.as_fd(), ROOM)
            .map_err(|error| Fault::new("enlarging a receive buffer", error).into())
    }

    /// Bytes that the peer has sent and that no answer in a kernel buffer accounts for: the program
    /// holds them, or has not read them. `None` if the kernel does not report it.
    pub fn owed_bytes(&self) -> Played<Option<u64>> {
        let connection = self.stage.connection(self.index);
        Ok(connection.taken()?.map(|taken| connection.said.saturating_sub(taken)))
    }

    /// Checks that `bytes`, all that the program has for this peer, did not fit into the kernel buffers.
    /// If the program has handed them all over, the case does not count as kept.
    pub fn cannot_hold(&self, bytes: usize) -> Played {
        let taken = self.stage.connection(self.index).taken()?;
        if taken.is_some_and(|taken| taken >= bytes as u64) {
            let why = "the kernel has taken all that the program had to send";
            self.stage.note_not_sprung(Missing::new("a peer who does not read", why));
        }
        Ok(())
    }
}
