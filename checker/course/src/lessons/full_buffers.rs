//! Controls for programs that hold back an answer, or a reply, for too long. The streams here have
//! lengths that fill any usual buffer exactly. A program that waits until its buffer is full processes
//! such a stream completely. A program that does not flush its output, or that reads to the end of the
//! stream, does not.

use stage::breach::{After, Instead};
use stage::fault::{Halt, Played};
use stage::peer::Peer;
use stage::program::Program;

/// Multiples of the sizes that buffers have: first of those that are powers of two, then of round ones.
pub const FULL: [usize; 2] = [1 << 16, 120_000];

/// Only a part of the expected bytes, or none of them, has come when the server is blocked. Returns its
/// length.
pub fn hears_a_part(server: &Program, peer: &Peer, due: &[u8]) -> Played<usize> {
    server.rests()?;
    match peer.hears_nothing() {
        Err(Halt::Breach(breach)) => match &breach.instead {
            Instead::Bytes { heard, after: After::Open }
                if heard.len() < due.len() && due.starts_with(heard) =>
            {
                Ok(heard.len())
            }
            _ => Err(Halt::Breach(breach)),
        },
        other => other.map(|()| 0),
    }
}

/// Only a part of the expected bytes, or none of them, has come. The rest comes only after the end of
/// the stream.
pub fn hears_a_part_until_the_end(server: &Program, peer: &Peer, due: &[u8]) -> Played {
    let part = hears_a_part(server, peer, due)?;
    peer.shuts_down()?;
    peer.hears(&due[part..])
}
