//! Beliefs that lesson 11 meets first.

use stage::breach::Breach;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::HEADER_AND_BODY_ARE_ONE_JSON,
        title: "What I receive after the length is the header.",
        truth: "The header is as many bytes as its length says. What comes behind them, be it in the same piece, is the body, and a JSON parser has no use for it.",
        why: "TCP does not keep the border between two writes (RFC 9293, 3.7), and a server may well send both in one. A read into a buffer brings what is there: the header and as much of the body as fits. Parse exactly `length` bytes, and leave the rest in the socket, or keep it.",
        chapter: "json-header",
        example: "\
let n = stream.read(&mut buffer)?;
serde_json::from_slice(&buffer[..n])?;   // wrong: perhaps header and body
let mut header = vec![0; length];
stream.read_exact(&mut header)?;
serde_json::from_slice(&header)?;        // right: the header and nothing else",
        fits: header_and_body_are_one_json,
    },
    Belief {
        id: ids::HEADER_IS_ALWAYS_WELL_FORMED,
        title: "The header has the fields that were agreed on.",
        truth: "It has whatever the other side has sent. A field may be missing, negative, no whole number, or no number at all, and the header need not be JSON. Each of these is an error to report, not a reason to fall over.",
        why: "What comes from the network was written by somebody else's program, perhaps by a newer version of it, perhaps by one that means harm. `unwrap` on a field, or an index that must be there, hands your program's life to it. Put the demands into types and let the parser check them: a `u64` is there, whole, and not negative, or there is an error that says why not.",
        chapter: "json-header",
        example: "\
let length = header[\"data_len\"].as_u64().unwrap();   // wrong: their mistake is my panic
#[derive(Deserialize)]
struct Header { data_len: u64 }
let header: Header = serde_json::from_slice(&bytes)?;   // right: an error, with its reason",
        fits: header_is_always_well_formed,
    },
];

pub fn header_and_body_are_one_json(breach: &Breach) -> bool {
    let swallowed = waits_to_receive(breach) && heard_nothing(breach);
    awaited_output(breach) && (swallowed || speaks_of(breach, Says::MoreThanJson))
}

pub fn header_is_always_well_formed(breach: &Breach) -> bool {
    fell_over(breach) && !speaks_of(breach, Says::BrokenConnection)
}
