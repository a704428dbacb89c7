//! Beliefs that lesson 07 meets: a length that is said first, and what is counted against it.

use stage::breach::{After, Awaited, Breach, Instead};
use stage::trace::Exit;

use super::Belief;
use super::evidence::*;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::BODY_MAY_FOLLOW_AT_ONCE,
        title: "When I have said how long the answer is, I can send it.",
        truth: "The digits have no border behind them. Sent at once, the answer may arrive in the same piece, and who can tell then which digits are the length and which are the answer? This protocol's border is the client's `OK`.",
        why: "TCP may put two writes into one segment, or one read may find both in its queue (RFC 9293, 3.7). A text without a terminator can only be told from what follows it when nothing follows. That costs a journey there and back for each answer; a header of fixed size does not (lesson 08).",
        chapter: "length-ack",
        example: "\
stream.write_all(length.as_bytes())?;
stream.write_all(&answer)?;              // wrong: 12 and 3abc may arrive as 123abc
expect_ok(&mut stream)?;                 // right: first hear that the length is there
stream.write_all(&answer)?;",
        fits: body_may_follow_at_once,
    },
    Belief {
        id: ids::EVERY_READ_IS_FULL,
        title: "A receive of 1024 bytes brings 1024 bytes.",
        truth: "It brings what has come so far, and that may be one byte. Count what it returned, not what you asked for.",
        why: "recv(2) returns as soon as there is anything, up to what was asked for. Over a real network a megabyte comes in pieces of some 1,400 bytes, and a loop that adds the size of its buffer each time believes that it has everything when it has a part. The rest is taken for the next answer.",
        chapter: "length-ack",
        example: "\
received += buffer.len();                // wrong: what was asked for
received += n;                           // right: what came",
        fits: every_read_is_full,
    },
    Belief {
        id: ids::ZERO_LENGTH_IS_THE_END,
        title: "A length of zero is the end.",
        truth: "It is a length: an answer of no bytes, a frame without a payload. The conversation goes on behind it. Its end is the end of the stream, where not even a length comes.",
        why: "`read` returns 0 at the end of a stream (recv(2)), but this zero stands *in* the stream, and the other side has sent it. In Python both are false, so `while payload := read_frame(conn)` ends at an empty frame as well: return None for the end, and compare with `is not None`. In Rust, `Option` keeps the two apart.",
        chapter: "length-ack",
        example: "\
if length == 0 { break; }                // wrong: the answer is empty, and that is all
while payload := read_frame(conn): …     # wrong: b\"\" is false, too
while let Some(payload) = read_frame(&mut stream)? { … }     // right: None is the end",
        fits: zero_length_is_the_end,
    },
    Belief {
        id: ids::NOTHING_NEEDS_NO_ANSWER,
        title: "A command without output needs no answer.",
        truth: "The other side does not know that there is nothing to come. It waits, and so do you. Nothing is a length, too: 0.",
        why: "An empty answer puts no byte on the wire, so it cannot be told from an answer that is still being worked on. Most commands that succeed print nothing at all: `cd`, `mkdir`, `cp`. What ends the wait is a header that says 0.",
        chapter: "length-ack",
        example: "\
if answer.is_empty() { continue; }       // wrong: the client waits for ever
send_length(0)?;                         // right: now it knows",
        fits: nothing_needs_no_answer,
    },
];

pub fn body_may_follow_at_once(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Silence { .. }) && !heard_nothing(breach)
}

pub fn every_read_is_full(breach: &Breach) -> bool {
    printed_after_some_pieces(breach) || gave_up_on_the_pieces(breach)
}

pub fn zero_length_is_the_end(breach: &Breach) -> bool {
    let closes = matches!(breach.instead, Instead::Bytes { after: After::End | After::Reset, .. });
    let ends = breach.exit == Some(Exit::Status(0));
    (closes || ends)
        && stops_at_an_empty_answer(breach)
        && breach.stderr.trim().is_empty()
        && !matches!(breach.exit, Some(Exit::Signal(_)))
}

pub fn nothing_needs_no_answer(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

/// Nothing came but lengths of zero, in digits or in four bytes; or all came up to an empty frame.
fn stops_at_an_empty_answer(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let empty = [0; 4];
    let is_beginning = !heard.is_empty() && expected.starts_with(heard);
    let stops =
        heard.ends_with(&empty) || expected[heard.len().min(expected.len())..].starts_with(&empty);
    heard.iter().all(|byte| matches!(byte, 0 | b'0')) || (is_beginning && stops)
}
