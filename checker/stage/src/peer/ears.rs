//! A deaf peer that begins to read, and has time now.

use std::os::fd::AsFd;

use crate::outcome::fault::{Fault, Played};
use crate::peer::Peer;

/// Room for what comes, in bytes: more than a program has kept for it.
const ROOM: usize = 1 << 20;

impl Peer<'_> {
    /// It reads from now on, with plenty of room. (With the little that a deaf one has, each of its
    /// reads opens the window by some bytes, and the program's kernel may wait for a clock until it
    /// looks again: RFC 9293, 3.8.6.1.)
    pub fn begins_to_listen(&self) -> Played {
        let mut connection = self.stage.connection(self.index);
        connection.is_deaf = false;
        let Some(stream) = &connection.stream else { return Ok(()) };
        kernel::limit_receive_buffer(stream.as_fd(), ROOM)
            .map_err(|error| Fault::new("making room for what comes", error).into())
    }
}
