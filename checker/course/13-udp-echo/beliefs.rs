//! Predicates of the beliefs that lesson 13 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Instead};

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn empty_datagram_is_the_end(breach: &Breach) -> bool {
    breach.exit.is_some()
        && heard_nothing(breach)
        && (awaited_bytes(breach) || awaited_output(breach))
}

pub fn empty_datagram_is_no_message(breach: &Breach) -> bool {
    matches!(breach.instead, Instead::Stuck { .. }) && heard_nothing(breach)
}

pub fn rest_comes_with_the_next_receive(breach: &Breach) -> bool {
    is_cut_short(breach) || waits_for_a_rest(breach) || shows_a_rest(breach)
}

pub fn first_sender_is_the_client(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Datagram { .. } | Awaited::Output { .. })
        && matches!(breach.instead, Instead::Stuck { .. } | Instead::Ended(_))
        && heard_nothing(breach)
}

pub fn any_socket_may_answer(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Datagram { heard, from } => from.is_some() && heard == breach.expected(),
        _ => false,
    }
}

pub fn whatever_arrives_is_the_reply(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::NoOutput | Awaited::Output { .. })
                && matches!(breach.instead, Instead::Bytes { .. })
                && !heard_nothing(breach)
                // A beginning of the reply cannot come from another sender.
                && !printed_only_a_beginning(breach)
}

pub fn datagrams_never_fail(breach: &Breach) -> bool {
    fell_over(breach) && speaks_of(breach, Says::Refused)
}

/// A beginning of the awaited datagram came, or was printed, without the rest.
fn is_cut_short(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let came = matches!(breach.instead, Instead::Datagram { from: None, .. });
    (came && !heard.is_empty() && heard.len() < expected.len() && expected.starts_with(heard))
        || printed_only_a_beginning(breach)
}

/// None of the awaited bytes came, since the program waits for another datagram.
fn waits_for_a_rest(breach: &Breach) -> bool {
    (awaited_bytes(breach) || awaited_output(breach))
        && waits_to_receive(breach)
        && heard_nothing(breach)
}

/// The awaited line shows the result of one receive (lesson 14). The actual line shows the rest of
/// another datagram, or more than arrived.
fn shows_a_rest(breach: &Breach) -> bool {
    let (Some((number, brought)), Some((same, shown))) =
        (numbered(breach.expected()), numbered(breach.heard()))
    else {
        return false;
    };
    let cut = b" (cut from ";
    let is_cut = |line: &[u8]| line.windows(cut.len()).any(|window| window == cut);
    let is_longer = shown.starts_with(brought) && !is_cut(shown);
    let is_another = !shown.starts_with(&brought[..brought.len().min(1)]);
    awaited_output(breach) && number == same && !is_cut(brought) && (is_longer || is_another)
}

/// `info_2` and the bytes after its colon, in the first line of these bytes.
fn numbered(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (number, rest) = line.split_at(colon);
    number.starts_with(b"info_").then_some((number, rest.get(2..).unwrap_or_default()))
}
