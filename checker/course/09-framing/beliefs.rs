//! Beliefs that lesson 09 meets first: what a header says, and what a read brings of
//! a frame. (Lesson 08 has met some others about headers.)

use stage::breach::{Awaited, Breach, Frame, Measure};
use stage::bytes::upper;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::LENGTH_COUNTS_ITSELF,
        title: "The length in the header counts the header as well.",
        truth: "It counts the payload alone. Whoever adds the header's four bytes takes four bytes of the next frame for this one's.",
        why: "Both ways exist: TLS counts the payload only (RFC 8446, 5.1), DNS over TCP too (RFC 1035, 4.2.2), while PostgreSQL's messages count their length field. A protocol has to say which, and this one says: the payload's bytes.",
        chapter: "framing",
        example: "\
let length = 4 + payload.len();          // wrong here
let length = payload.len();              // right: what follows the header",
        fits: length_counts_itself,
    },
    Belief {
        id: ids::ONE_READ_IS_ONE_PAYLOAD,
        title: "A read of n bytes brings n bytes.",
        truth: "It brings what has come so far. The header says how many bytes the payload has: read until you have so many.",
        why: "A payload may come in as many pieces as it has bytes (RFC 9293, 3.7), and one that is longer than a segment does so as a rule. What is read too little of this payload is taken for the next header.",
        chapter: "framing",
        example: "\
payload = conn.recv(length)              # wrong: perhaps only its beginning
stream.read_exact(&mut payload)?;        // right: as much as the header says",
        fits: one_read_is_one_payload,
    },
    Belief {
        id: ids::HEADER_MAY_GO_FIRST,
        title: "As soon as the header is there, I can take it off.",
        truth: "Take nothing out of the buffer before the whole frame is there, or write down that the header has gone. Otherwise the next bytes of the payload are read as a header.",
        why: "A parser over a buffer is called again whenever something has come, and begins at the front of the buffer each time. A header that it took off on an earlier call is gone, and so is the length that it said. Four letters of a payload then claim a gigabyte.",
        chapter: "framing",
        example: "\
let length = take_header(&mut buffer);               // wrong: gone, though nothing follows yet
if buffer.len() < length { return None; }
if buffer.len() < 4 + peek_length(&buffer) { return None; }   // right: look first, take then",
        fits: header_may_go_first,
    },
    Belief {
        id: ids::ONE_READ_IS_ONE_FRAME,
        title: "One read brings one frame.",
        truth: "One read brings what has come so far: half a frame, or two and a half. What is left behind the first frame is the beginning of the next, and must be kept.",
        why: "TCP may put what was sent in several calls into one segment, and the kernel hands out all that lies in its buffer (粘包). Nobody sends the rest again: dropped here, it is gone.",
        chapter: "framing",
        example: "\
let n = stream.read(&mut buffer)?;       // wrong: the first frame of these n bytes,
answer(first_frame(&buffer[..n]));       // and the others thrown away
while let Some(payload) = read_frame(&mut stream)? { … }   // right: to the byte",
        fits: one_read_is_one_frame,
    },
    Belief {
        id: ids::READ_ENDS_WITH_THE_MESSAGE,
        title: "A read that brings the end of a message brings nothing behind it.",
        truth: "It may bring the beginning of the next one, or three of them. Keep what stands behind the end: it is in no kernel's buffer any more, and nobody sends it again.",
        why: "A read ends where the bytes end that have come, and not where a message does. A `BufReader` (in Python, a `makefile`) reads 8 KiB ahead: made anew for each message, it takes with it what it has read beyond. Make one a connection, and keep it as long; so, too, with a buffer of your own.",
        chapter: "framing",
        example: "\
loop { read_frame(&mut BufReader::new(&stream))?; }      // wrong: a new one each time
let mut reader = BufReader::new(&stream);
loop { read_frame(&mut reader)?; }                       // right: one for all",
        fits: read_ends_with_the_message,
    },
    Belief {
        id: ids::HEADER_CAN_BE_TRUSTED,
        title: "The header says how much memory I need.",
        truth: "The header says what somebody claims. Compare it with your own limit before you make room: `ff ff ff ff` is four bytes for them and four gigabytes for you.",
        why: "Whoever can connect chooses these four bytes, and need never send the payload. Where the kernel gives that memory on trust it is the next one to ask who pays (malloc(3), notes), and where it does not, your server dies of one header.",
        chapter: "framing",
        example: "\
let mut payload = vec![0; claimed];      // wrong: as much as anybody likes
if claimed > MAX_PAYLOAD { return Err(…); }
let mut payload = vec![0; claimed];      // right: at most a megabyte",
        fits: header_can_be_trusted,
    },
    Belief {
        id: ids::END_OF_STREAM_ENDS_THE_FRAME,
        title: "Where the stream ends, the frame ends.",
        truth: "A frame ends where its header says. A stream that ends before that has lost something, and what came of the frame is no frame: an error.",
        why: "A FIN says that no more will be sent, not that all was sent: a peer that crashes, or runs out of disk, closes its sockets as politely as one that is done. The header is what tells the two apart.",
        chapter: "framing",
        example: "\
stream.take(length).read_to_end(&mut payload)?;   // wrong: content with less
stream.read_exact(&mut payload)?;                 // right: UnexpectedEof",
        fits: end_of_stream_ends_the_frame,
    },
];

pub fn length_counts_itself(breach: &Breach) -> bool {
    counts_the_header(breach).unwrap_or(false) || lacks_the_first_news(breach)
}

/// Other programs leave similar evidence, but only this one answers a payload that looks like a frame.
pub fn header_may_go_first(breach: &Breach) -> bool {
    took_the_header_alone(breach) || lacks_the_frame(breach) || lacks_a_line_in_pieces(breach)
}

pub fn read_ends_with_the_message(breach: &Breach) -> bool {
    heard_only_a_beginning(breach) || waits_for_the_next_request(breach) || waits_for_a_file(breach)
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

/// A frame came where none was due: its payload is what came of the one that was cut off, in upper
/// case, and perhaps zeros in the place of the rest. An error that is told in words is neither.
fn answered_what_came(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let came = upper(cut.stream.get(4..).unwrap_or_default());
    let rest = first_frame(breach.heard()).and_then(|(_, answer)| answer.strip_prefix(&came[..]));
    rest.is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
}

/// That frank has left was to be told next, and a line of his came: all of its text had come, and the
/// frame's end had not. A server that passes on any bytes that came fails before frank.
fn passed_on_what_came(breach: &Breach) -> bool {
    matches!(frames(breach), [Frame::Left { name }] if name == "frank")
        && told_in_json(breach, "from").is_some_and(|from| from == "frank")
        && told_in_json(breach, "say").is_some()
}

/// A line was to be passed on that had come in pieces, and its speaker hears nothing of it.
fn lacks_a_line_in_pieces(breach: &Breach) -> bool {
    matches!(frames(breach).first(), Some(Frame::Line { .. } | Frame::LineAsForAlice { .. }))
        && breach.cut.is_some()
        && heard_nothing(breach)
}

/// One line was printed: what came of the frame's payload, and perhaps zeros in the place of the
/// rest. Less than a line is no frame taken for whole, and other words are words.
fn printed_what_came(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let came = cut.stream.get(4..).unwrap_or_default();
    let line = breach.heard().strip_suffix(b"\n");
    let rest = line.and_then(|line| line.strip_prefix(came));
    rest.is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
}

/// The header that came is greater by four than its payload is long, or four bytes of the payload
/// that was said were left for the next header.
fn counts_the_header(breach: &Breach) -> Option<bool> {
    let (length, payload) = first_frame(breach.expected())?;
    let (claimed, heard) = first_frame(breach.heard())?;
    let writes = claimed == length + 4 && heard.starts_with(payload);
    let reads = length.checked_sub(4).is_some_and(|less| {
        (claimed == length || claimed == less) && heard == payload.get(..less).unwrap_or_default()
    });
    Some(awaited_bytes(breach) && (writes || reads))
}

/// The stream of frames was cut, and a border fell inside a payload.
pub fn one_read_is_one_payload(breach: &Breach) -> bool {
    // What a client says next is not about the payload that came to it.
    if breach.program == "client" && awaited_bytes(breach) {
        return false;
    }
    let Some(cut) = &breach.cut else { return false };
    let (mut start, mut rest) = (0, &cut.stream[..]);
    while let Some((length, behind)) = first_frame(rest) {
        let end = start + 4 + length;
        if borders(breach).iter().any(|border| (start + 5..end).contains(border)) {
            return true;
        }
        let Some(next) = behind.get(length..) else { return false };
        (start, rest) = (end, next);
    }
    false
}

/// A frame was cut behind its header, and in no other way before that broke the program: nothing came
/// of it.
fn took_the_header_alone(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    cut.pieces.len() == 2 && cut.pieces[0] == 4 && cut.is_smallest && heard_nothing(breach)
}

/// Of several answers that were due, the first one came, and the program waits for more to come, be
/// it on this connection or on any.
pub fn one_read_is_one_frame(breach: &Breach) -> bool {
    let first = first_frame(breach.expected()).map(|(length, _)| 4 + length);
    let is_beginning = awaited_bytes(breach) && breach.expected().starts_with(breach.heard());
    let waits = heard_only_a_beginning(breach) || (is_beginning && waits_for_events(breach));
    waits && first == Some(breach.heard().len())
}
