//! Beliefs that lesson 09 meets first: what a header says, and what a read brings of a frame.

use stage::breach::{Awaited, Breach};

use super::Belief;
use super::evidence::*;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: "byte-order-needs-no-word",
        title: "A number is four bytes; their order goes without saying.",
        truth: "Your machine keeps the least significant byte first, and this protocol sends the most significant first (big-endian). Turn it at the border, both ways.",
        why: "Most processors are little-endian, and most protocols of the Internet are big-endian: \"network byte order\" (RFC 791, appendix B; byteorder(3)). Read in the wrong order, 5 becomes 83,886,080. In Rust `to_be_bytes` and `from_be_bytes`, in Python's `struct` the sign `>` say it.",
        chapter: "framing",
        example: "\
let header = (length as u32).to_ne_bytes();    // wrong: whatever this machine does
let header = (length as u32).to_be_bytes();    // right: what was agreed on",
        fits: |breach| header_is_reversed(breach) || lacks_all(breach),
    },
    Belief {
        id: "length-counts-itself",
        title: "The length in the header counts the header as well.",
        truth: "It counts the payload alone. Whoever adds the header's four bytes takes four bytes of the next frame for this one's.",
        why: "Both ways exist: TLS counts the payload only (RFC 8446, 5.1), DNS over TCP too (RFC 1035, 4.2.2), while PostgreSQL's messages count their length field. A protocol has to say which, and this one says: the payload's bytes.",
        chapter: "framing",
        example: "\
let length = 4 + payload.len();          // wrong here
let length = payload.len();              // right: what follows the header",
        fits: |breach| counts_the_header(breach).unwrap_or(false),
    },
    Belief {
        id: "length-counts-characters",
        title: "The length of a text is the number of its characters.",
        truth: "On the wire there are bytes, and the length counts these: `你好` is 2 characters and 6 bytes. Encode first, and count then.",
        why: "A count that is too small leaves the end of the payload lying in the stream, where the next header is looked for. In Python `len(text)` counts characters and `len(text.encode())` bytes; in Rust `text.len()` counts bytes, and `text.chars().count()` does not.",
        chapter: "framing",
        example: "\
header_for(text.chars().count())         // wrong: 2 for 你好
header_for(text.len())                   // right: 6, the bytes that follow",
        fits: |breach| counts_characters(breach).unwrap_or(false) || waits_for_characters(breach),
    },
    Belief {
        id: "one-read-is-one-header",
        title: "A read of four bytes brings four bytes.",
        truth: "It brings at least one and at most four. Read until you have them all, and only then look at what they say.",
        why: "The count that you pass to `read` or `recv` is how much room there is, not how much you get (recv(2)). On your own machine a header nearly always comes whole, and so this waits for the day when it does not.",
        chapter: "framing",
        example: "\
stream.read(&mut header)?;               // wrong: perhaps one byte of four
stream.read_exact(&mut header)?;         // right: four, or an error",
        fits: |breach| awaited_output(breach) || is_cut_inside(breach, Part::Header),
    },
    Belief {
        id: "one-read-is-one-payload",
        title: "A read of n bytes brings n bytes.",
        truth: "It brings what has come so far. The header says how many bytes the payload has: read until you have so many.",
        why: "A payload may come in as many pieces as it has bytes (RFC 9293, 3.7), and one that is longer than a segment does so as a rule. What is read too little of this payload is taken for the next header.",
        chapter: "framing",
        example: "\
payload = conn.recv(length)              # wrong: perhaps only its beginning
stream.read_exact(&mut payload)?;        // right: as much as the header says",
        fits: |breach| awaited_output(breach) || is_cut_inside(breach, Part::Payload),
    },
    Belief {
        id: "one-read-is-one-frame",
        title: "One read brings one frame.",
        truth: "One read brings what has come so far: half a frame, or two and a half. What is left behind the first frame is the beginning of the next, and must be kept.",
        why: "TCP may put what was sent in several calls into one segment, and the kernel hands out all that lies in its buffer (粘包). Nobody sends the rest again: dropped here, it is gone.",
        chapter: "framing",
        example: "\
let n = stream.read(&mut buffer)?;       // wrong: the first frame of these n bytes,
answer(first_frame(&buffer[..n]));       // and the others thrown away
while let Some(payload) = read_frame(&mut stream)? { … }   // right: to the byte",
        fits: heard_only_the_first,
    },
    Belief {
        id: "read-ends-with-the-message",
        title: "A read that brings the end of a message brings nothing behind it.",
        truth: "It may bring the beginning of the next one, or three of them. Keep what stands behind the end: it is in no kernel's buffer any more, and nobody sends it again.",
        why: "A read ends where the bytes end that have come, and not where a message does. A `BufReader` (in Python, a `makefile`) reads 8 KiB ahead: made anew for each message, it takes with it what it has read beyond. Make one a connection, and keep it as long; so, too, with a buffer of your own.",
        chapter: "framing",
        example: "\
loop { read_frame(&mut BufReader::new(&stream))?; }      // wrong: a new one each time
let mut reader = BufReader::new(&stream);
loop { read_frame(&mut reader)?; }                       // right: one for all",
        fits: |breach| heard_only_a_beginning(breach) || waits_for_the_next_request(breach),
    },
    Belief {
        id: "header-can-be-trusted",
        title: "The header says how much memory I need.",
        truth: "The header says what somebody claims. Compare it with your own limit before you make room: `ff ff ff ff` is four bytes for them and four gigabytes for you.",
        why: "Whoever can connect chooses these four bytes, and need never send the payload. Where the kernel gives that memory on trust it is the next one to ask who pays (malloc(3), notes), and where it does not, your server dies of one header.",
        chapter: "framing",
        example: "\
let mut payload = vec![0; claimed];      // wrong: as much as anybody likes
if claimed > MAX_PAYLOAD { return Err(…); }
let mut payload = vec![0; claimed];      // right: at most a megabyte",
        fits: |breach| {
            told(breach, "memory that it asks for").is_some() || ran_out_of_memory(breach)
        },
    },
    Belief {
        id: "end-of-stream-ends-the-frame",
        title: "Where the stream ends, the frame ends.",
        truth: "A frame ends where its header says. A stream that ends before that has lost something, and what came of the frame is no frame: an error.",
        why: "A FIN says that no more will be sent, not that all was sent: a peer that crashes, or runs out of disk, closes its sockets as politely as one that is done. The header is what tells the two apart.",
        chapter: "framing",
        example: "\
stream.take(length).read_to_end(&mut payload)?;   // wrong: content with less
stream.read_exact(&mut payload)?;                 // right: UnexpectedEof",
        fits: |breach| match breach.awaited {
            Awaited::End { .. } => !heard_nothing(breach),
            // A line of output is a frame taken for whole; less than a line is not.
            Awaited::NoOutput => breach.heard().ends_with(b"\n"),
            _ => false,
        },
    },
];

/// Nothing at all came of the bytes or the output that were awaited.
fn lacks_all(breach: &Breach) -> bool {
    heard_nothing(breach) && (awaited_bytes(breach) || awaited_output(breach))
}

/// What was awaited came, with the bytes of its first header turned round.
fn header_is_reversed(breach: &Breach) -> bool {
    let (Some((expected, payload)), Some((heard, rest))) =
        (first_frame(breach.expected()), first_frame(breach.heard()))
    else {
        return false;
    };
    let turned = (heard as u32).swap_bytes() as usize;
    awaited_bytes(breach) && heard != expected && turned == expected && payload.starts_with(rest)
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

/// The header that came says how many characters the payload has, where it has more bytes.
fn counts_characters(breach: &Breach) -> Option<bool> {
    let (length, rest) = first_frame(breach.expected())?;
    let (claimed, heard) = first_frame(breach.heard())?;
    let payload = rest.get(..length)?;
    let characters = std::str::from_utf8(payload).ok()?.chars().count();
    let begins_alike = heard.starts_with(&payload[..characters]);
    Some(awaited_bytes(breach) && claimed == characters && claimed != length && begins_alike)
}

/// It waits for more, where all bytes of a text had come that has more of them than characters.
fn waits_for_characters(breach: &Breach) -> bool {
    let expected = breach.expected();
    waits_to_receive(breach)
        && heard_nothing(breach)
        && (awaited_bytes(breach) || awaited_output(breach))
        && !expected.is_ascii()
}

/// A part of a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Header,
    Payload,
}

/// The stream of frames was cut, and a border fell inside such a part.
fn is_cut_inside(breach: &Breach, part: Part) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let (mut start, mut rest) = (0, &cut.stream[..]);
    let borders = borders(breach);
    while let Some((length, behind)) = first_frame(rest) {
        let end = start + 4 + length;
        let inside = match part {
            Part::Header => start + 1..start + 4,
            Part::Payload => start + 5..end,
        };
        if borders.iter().any(|border| inside.contains(border)) {
            return true;
        }
        let Some(next) = behind.get(length..) else { return false };
        (start, rest) = (end, next);
    }
    false
}

/// Of several answers that were due, the first one came, and the program waits for more to come.
fn heard_only_the_first(breach: &Breach) -> bool {
    let first = first_frame(breach.expected()).map(|(length, _)| 4 + length);
    heard_only_a_beginning(breach) && first == Some(breach.heard().len())
}
