//! Predicates of the beliefs that lesson 07 explains. Their texts are in `beliefs.toml`.

use stage::breach::{After, Awaited, Breach, Instead};
use stage::trace::Exit;

use crate::beliefs::evidence::*;

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

/// Only lengths of zero came, in digits or in four bytes, or everything came up to an empty frame.
fn stops_at_an_empty_answer(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let empty = [0; 4];
    let is_beginning = !heard.is_empty() && expected.starts_with(heard);
    let stops =
        heard.ends_with(&empty) || expected[heard.len().min(expected.len())..].starts_with(&empty);
    heard.iter().all(|byte| matches!(byte, 0 | b'0')) || (is_beginning && stops)
}
