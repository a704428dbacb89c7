//! Predicates of the beliefs that lesson 09 explains. Their texts are in `beliefs.toml`.

use stage::breach::{Awaited, Breach, Frame, Measure};
use stage::bytes::upper;

use crate::beliefs::evidence::*;
use crate::runtimes::Says;

pub fn length_counts_itself(breach: &Breach) -> bool {
    counts_the_header(breach).unwrap_or(false) || lacks_the_first_news(breach)
}

/// Other programs leave similar evidence, but only a program with this belief answers a payload
/// that looks like a frame.
pub fn header_may_go_first(breach: &Breach) -> bool {
    took_the_header_alone(breach) || lacks_the_frame(breach) || lacks_a_line_in_pieces(breach)
}

pub fn read_ends_with_the_message(breach: &Breach) -> bool {
    heard_only_a_beginning(breach)
        || waits_for_the_next_request(breach)
        || waits_for_a_file(breach)
        || waits_for_the_next_frame(breach)
}

pub fn header_can_be_trusted(breach: &Breach) -> bool {
    measured(breach, |one| *one == Measure::MebibytesForAHeader).is_some()
        || speaks_of(breach, Says::OutOfMemory)
}

pub fn end_of_stream_ends_the_frame(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::End { .. } => answered_what_came(breach),
        Awaited::NoOutput => printed_what_came(breach),
        Awaited::Described { .. } => passed_on_what_came(breach),
        _ => false,
    }
}

/// A frame came where none was due. Its payload is the received part of the truncated one, in upper
/// case, possibly with zeros in place of the rest. An error message in words is not such a frame.
fn answered_what_came(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let came = upper(cut.stream.get(4..).unwrap_or_default());
    let rest = first_frame(breach.heard()).and_then(|(_, answer)| answer.strip_prefix(&came[..]));
    rest.is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
}

/// The news that frank has left was due, and a line of frank's came instead. All of its text had
/// arrived, but not the end of the frame. A server that passes on any bytes that have arrived already
/// fails before frank.
fn passed_on_what_came(breach: &Breach) -> bool {
    matches!(frames(breach), [Frame::Left { name }] if name == "frank")
        && json_field(breach, "from").is_some_and(|from| from == "frank")
        && json_field(breach, "say").is_some()
}

/// A line that arrived in pieces was to be passed on, and its speaker does not receive it.
fn lacks_a_line_in_pieces(breach: &Breach) -> bool {
    matches!(frames(breach).first(), Some(Frame::Line { .. } | Frame::LineAsForAlice { .. }))
        && breach.cut.is_some()
        && heard_nothing(breach)
}

/// One line was printed: the received part of the frame's payload, possibly with zeros in place of the
/// rest. Output of less than a line, or of other words, does not mean that the client took the frame for
/// whole.
fn printed_what_came(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let came = cut.stream.get(4..).unwrap_or_default();
    let line = breach.heard().strip_suffix(b"\n");
    let rest = line.and_then(|line| line.strip_prefix(came));
    rest.is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
}

/// The received header exceeds the length of its payload by four. Or four bytes of the sent payload were
/// left for the next header.
fn counts_the_header(breach: &Breach) -> Option<bool> {
    let (length, payload) = first_frame(breach.expected())?;
    let (claimed, heard) = first_frame(breach.heard())?;
    let writes = claimed == length + 4 && heard.starts_with(payload);
    let reads = length.checked_sub(4).is_some_and(|less| {
        (claimed == length || claimed == less) && heard == payload.get(..less).unwrap_or_default()
    });
    Some(awaited_bytes(breach) && (writes || reads))
}

/// The stream of frames was cut, and a piece ended inside a payload.
pub fn one_read_is_one_payload(breach: &Breach) -> bool {
    // A client's next message is not evidence about the payload that it received.
    if breach.program == "client" && awaited_bytes(breach) {
        return false;
    }
    let Some(cut) = &breach.cut else { return false };
    let (mut start, mut rest) = (0, &cut.stream[..]);
    while let Some((length, behind)) = first_frame(rest) {
        let end = start + 4 + length;
        if boundaries(breach).iter().any(|boundary| (start + 5..end).contains(boundary)) {
            return true;
        }
        let Some(next) = behind.get(length..) else { return false };
        (start, rest) = (end, next);
    }
    false
}

/// A frame was cut after its header, and no other cut before that broke the program. No answer came.
fn took_the_header_alone(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    cut.pieces.len() == 2 && cut.pieces[0] == 4 && cut.is_smallest && heard_nothing(breach)
}

/// Several answers were due. The first one came, and the program waits for more bytes, on this
/// connection or on any. Or a client that has received several frames waits for more, and does not print the
/// next of them: the control tells it from one that has lost it, or that waits for another event.
pub fn one_read_is_one_frame(breach: &Breach) -> bool {
    if breach.program == "client" {
        let waits = waits_to_receive(breach) || waits_for_events(breach);
        return awaited_output(breach) && heard_nothing(breach) && waits;
    }
    let first = first_frame(breach.expected()).map(|(length, _)| 4 + length);
    let is_beginning = awaited_bytes(breach) && breach.expected().starts_with(breach.heard());
    let waits = heard_only_a_beginning(breach) || (is_beginning && waits_for_events(breach));
    waits && first == Some(breach.heard().len())
}
