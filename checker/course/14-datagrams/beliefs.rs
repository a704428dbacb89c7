//! Beliefs that lesson 14 meets first: what the number means that a receive returns.

use stage::breach::{Breach, Instead};

use super::Belief;
use super::evidence::*;
use crate::ids;

pub const BELIEFS: &[Belief] = &[Belief {
    id: ids::RECEIVE_TELLS_THE_LENGTH,
    title: "The number that a receive returns is the datagram's length.",
    truth: "It is how many bytes you got. Of a datagram that was longer than your buffer you get the first ones, the rest is gone, and the number looks as if all were well.",
    why: "A receive returns the smaller one of two lengths, and there is no error. The kernel knows the other one: it sets MSG_TRUNC in the flags of recvmsg(2), and returns the real length if recv(2) is called with MSG_TRUNC (Linux). Or offer more room than any datagram needs, and there is nothing to be asked.",
    chapter: "datagrams",
    example: "\
let n = socket.recv(&mut buffer)?;               // wrong: `n == buffer.len()` says nothing
let (n, length) = rustix::net::recv(&socket, &mut buffer, RecvFlags::TRUNC)?;
if length > n { … }                              // right: so many bytes are gone",
    fits: receive_tells_the_length,
}];

/// A line that should have told of a cut came without it, and otherwise as it should be.
pub fn receive_tells_the_length(breach: &Breach) -> bool {
    let Some(whole) = breach.expected().strip_suffix(b" bytes)\n") else { return false };
    let cut = b" (cut from ";
    let Some(at) = whole.windows(cut.len()).rposition(|window| window == cut) else { return false };
    let line = [&whole[..at], b"\n"].concat();
    matches!(breach.instead, Instead::Bytes { .. })
        && awaited_output(breach)
        && breach.heard().starts_with(&line)
}
