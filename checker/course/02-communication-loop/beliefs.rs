//! Predicates of the beliefs that lesson 02 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Frame, Instead};

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn zero_is_nothing_yet(breach: &Breach) -> bool {
    reads_nothing_again_and_again(breach)
        && (awaits_that_one_has_left(breach)
            || matches!(
                breach.awaited,
                Awaited::End { .. }
                    | Awaited::Exit { .. }
                    | Awaited::Output { .. }
                    | Awaited::StillRunning
            ))
}

pub fn empty_send_is_a_message(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

/// A program that reads to the end has sent nothing before.
pub fn read_to_end_is_one_message(breach: &Breach) -> bool {
    let waits_for_any = waits_for_events(breach) && lacks_the_first_news(breach);
    (waits_to_receive(breach) || waits_for_any)
        && has_sent_nothing(breach)
        && (awaited_bytes(breach) || awaited_output(breach))
}

/// A buffer that is not flushed holds back the first message, too.
pub fn write_is_sent(breach: &Breach) -> bool {
    // A server that waits for all its sockets in one call has read the frame, and owes the answer.
    let lacks_it = lacks_the_frame(breach) || lacks_the_first_news(breach);
    let waits_for_any = waits_for_events(breach) && lacks_it;
    awaited_bytes(breach) && (waits_to_receive(breach) || waits_for_any) && has_sent_nothing(breach)
}

pub fn printed_is_shown(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_output(breach)
        && matches!(breach.instead, Instead::Stuck { .. })
        && heard.len() < expected.len()
        && expected.starts_with(heard)
        && ends_with_a_buffer(heard)
}

/// Whether a buffer of a usual size may have held back what comes after these bytes: it lets whole blocks
/// through, or whole lines. A program that has lost a part of its output stops anywhere.
fn ends_with_a_buffer(printed: &[u8]) -> bool {
    const BLOCK: usize = 1024;
    printed.len().is_multiple_of(BLOCK) || printed.ends_with(b"\n")
}

pub fn message_is_a_line(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && has_sent_nothing(breach)
}

pub fn read_fills_the_buffer(breach: &Breach) -> bool {
    let its_due = awaited_output(breach) || (awaited_bytes(breach) && breach.program != "client");
    its_due && waits_to_receive(breach) && heard_nothing(breach)
}

pub fn bytes_may_be_trimmed(breach: &Breach) -> bool {
    lacks_the_white_space(breach) && (awaited_bytes(breach) || awaited_output(breach))
}

pub fn each_read_is_whole_text(breach: &Breach) -> bool {
    has_replacement_characters(breach)
        || speaks_of(breach, Says::NotUtf8)
        || (was_cut_inside_a_character(breach) && !matches!(breach.instead, Instead::Spins { .. }))
}

pub fn one_read_is_the_whole_reply(breach: &Breach) -> bool {
    // If the pieces are known and the output ends elsewhere, the limit is of another kind.
    printed_only_the_first_piece(breach)
        || (printed_only_a_beginning(breach) && !came_in_pieces(breach))
        || gave_up_on_the_pieces(breach)
}

/// All the awaited bytes came, in the same message as the bytes in front of them.
pub fn read_line_replaces(breach: &Breach) -> bool {
    let (expected, heard) = (without_header(breach.expected()), without_header(breach.heard()));
    let is_longer = |long: &[u8], short: &[u8]| long.len() > short.len() && long.ends_with(short);
    let said = json_field(breach, "say").unwrap_or_default();
    match (frames(breach), said.as_str()) {
        ([Frame::Say { say }], Some(said)) => is_longer(said.as_bytes(), say.as_bytes()),
        _ => awaited_bytes(breach) && !expected.is_empty() && is_longer(heard, expected),
    }
}
