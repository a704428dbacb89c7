//! Beliefs that lesson 05 meets first: what a send is to the network, and to the receiver.

use stage::breach::{Breach, Measure};

use super::Belief;
use super::evidence::*;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::TWO_SENDS_ARE_TWO_RECEIVES,
        title: "What was sent in two goes is received in two goes.",
        truth: "A receive brings what is there, up to its size: a part of a send, several sends, the end of one and the beginning of the next. What did not fit comes with the next receive.",
        why: "TCP carries one stream of bytes, without a mark where one send ended and the next began (RFC 9293, 3.7). Two sends that wait in the receive buffer are one run of bytes there, and recv(2) takes from its beginning as many as fit. This is what 粘包 means. Datagrams are different: they keep their borders, and what does not fit is lost.",
        chapter: "glue",
        example: "\
let n = stream.read(&mut large)?;        // wrong: may bring two messages at once,
show(&large[..n.min(size)]);             //   and the second one is thrown away here
let n = stream.read(&mut buffer[..size])?;   // right: the kernel keeps the rest",
        fits: two_sends_are_two_receives,
    },
    Belief {
        id: ids::EACH_SEND_IS_A_SEGMENT,
        title: "Each send leaves at once, in a segment of its own.",
        truth: "While something small is unacknowledged, the kernel keeps other small sends back and lets them leave together. `set_nodelay(true)` switches that off.",
        why: "It is Nagle's algorithm (RFC 896; RFC 9293, 3.7.4), and it is on by default: a segment of 5 bytes has 40 bytes of headers. TCP_NODELAY (tcp(7)) turns it off for one connection; Python: `setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)`.",
        chapter: "glue",
        example: "\
stream.write_all(b\"hello\")?;
stream.write_all(b\"hi\")?;                // wrong: waits for hello's acknowledgement
stream.set_nodelay(true)?;               // right, before the first of them",
        fits: each_send_is_a_segment,
    },
    Belief {
        id: ids::SENDS_MAY_BE_JOINED,
        title: "Whether I send two messages in two goes or in one makes no difference.",
        truth: "To the stream it makes none: the same bytes arrive. It does make one to when they leave, and to how many segments they leave in. Here each message was to be sent for itself.",
        why: "A buffered writer, or a `join` before the send, leaves the kernel one run of bytes, and `TCP_NODELAY` can only send off at once what it is given. Joining is often wise, since a system call and a header are saved; but then it is your program that decides when anything leaves.",
        chapter: "glue",
        example: "\
stream.write_all(&messages.concat())?;   // wrong here: one send for all of them
for message in messages {
    stream.write_all(message)?;          // right: one for each
}",
        fits: sends_may_be_joined,
    },
];

pub fn two_sends_are_two_receives(breach: &Breach) -> bool {
    awaited_output(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

pub fn each_send_is_a_segment(breach: &Breach) -> bool {
    segments(breach).is_some_and(|(sent, told)| told > 1 && told < sent)
}

pub fn sends_may_be_joined(breach: &Breach) -> bool {
    segments(breach).is_some_and(|(sent, told)| sent > 1 && told == 1)
}

/// How many segments there should have been, and how many there were.
fn segments(breach: &Breach) -> Option<(u64, u64)> {
    measured(breach, |one| *one == Measure::Segments)
}
