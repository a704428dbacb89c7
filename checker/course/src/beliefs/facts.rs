//! Small questions about the evidence of a failure, in the vocabulary of the beliefs.

use stage::breach::{After, Awaited, Breach, Instead, Measure, On, Wait};
use stage::trace::Exit;

use crate::runtimes::{Says, says};

/// The program is blocked for ever. Each of its threads that waits for the network waits for more
/// bytes on a connection, or for a datagram.
pub fn waits_to_receive(breach: &Breach) -> bool {
    let Instead::Stuck { waits, .. } = &breach.instead else { return false };
    let receives =
        |call: &str| matches!(call, "recv" | "read" | "recvmsg" | "readv" | "poll" | "select");
    let from_a_peer = |on: &On| matches!(on, On::Connection { .. } | On::Datagram { .. });
    waits.iter().any(|wait| from_a_peer(&wait.on) && receives(&wait.call))
}

/// The program is blocked for ever in a wait for the next client.
pub fn waits_to_accept(breach: &Breach) -> bool {
    let Instead::Stuck { waits, .. } = &breach.instead else { return false };
    waits.iter().any(|wait| matches!(wait.on, On::Listener { .. }))
}

/// The beginning of the awaited bytes came, and the program waits for more.
pub fn heard_only_a_beginning(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_bytes(breach)
        && waits_to_receive(breach)
        && !heard.is_empty()
        && heard.len() < expected.len()
        && expected.starts_with(heard)
}

/// The program is blocked for ever in the one call that waits for all its sockets.
pub fn waits_for_events(breach: &Breach) -> bool {
    let polls = |call: &str| matches!(call, "epoll_wait" | "poll" | "select");
    waits_of(breach).iter().any(|wait| polls(&wait.call))
}

/// An edge-triggered wait has reported bytes once, and will not report them again (epoll(7)): the program left
/// them unread.
pub fn leaves_unread(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| matches!(wait.on, On::Edges { left: true }))
}

/// The program has not read the last bytes of the peer that waits for an answer.
pub fn leaves_the_hearer_unread(breach: &Breach) -> bool {
    match &breach.awaited {
        Awaited::Bytes { hearer, .. } | Awaited::Described { hearer, .. } => {
            breach.unread_of(hearer) > 0
        }
        _ => false,
    }
}

/// No byte of what was awaited has come.
pub fn heard_nothing(breach: &Breach) -> bool {
    breach.heard().is_empty()
}

/// No byte has come on this connection at all.
pub fn has_sent_nothing(breach: &Breach) -> bool {
    heard_nothing(breach) && breach.sent_before == 0
}

/// Bytes on a connection or in a datagram were awaited, either spelled out or described.
pub fn awaited_bytes(breach: &Breach) -> bool {
    matches!(
        breach.awaited,
        Awaited::Bytes { .. } | Awaited::Datagram { .. } | Awaited::Described { .. }
    )
}

pub fn awaited_output(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Output { .. })
}

/// A part of the awaited bytes had come when the connection was reset.
pub fn was_reset_half_way(breach: &Breach) -> bool {
    match &breach.instead {
        Instead::Bytes { heard, after: After::Reset } => match &breach.awaited {
            Awaited::Bytes { expected, .. } => expected.starts_with(heard) && !heard.is_empty(),
            Awaited::End { .. } => heard.is_empty(),
            _ => false,
        },
        _ => false,
    }
}

/// The program's own words: a panic message, or its last lines on standard error. If only the form of an
/// error report is wrong, its words are not evidence, since the program has handled that error.
pub fn words(breach: &Breach) -> String {
    match (&breach.instead, &breach.awaited) {
        (Instead::Panic(panic), _) => format!("{panic}\n{}", breach.stderr),
        (_, Awaited::ErrorReport | Awaited::ErrorLine { .. }) => String::new(),
        _ => breach.stderr.clone(),
    }
}

/// The program's own words say this.
pub fn speaks_of(breach: &Breach, what: Says) -> bool {
    says(&words(breach), what)
}

/// The program crashed: it panicked, or ended with an error where it should have gone on. If it should
/// have ended with another status, only an unhandled error counts as a crash: an exception, or an error
/// that `main` returned. If the program should report an error, a traceback is one way to do so, and not
/// evidence.
pub fn fell_over(breach: &Breach) -> bool {
    let ended_by_error = matches!(breach.exit, Some(Exit::Status(status)) if status != 0);
    match (&breach.instead, &breach.awaited) {
        (Instead::Panic(_), _) => true,
        (_, Awaited::Exit { .. }) => ended_by_error && says(&breach.stderr, Says::Unhandled),
        (
            _,
            Awaited::ErrorReport
            | Awaited::ErrorLine { .. }
            | Awaited::File { .. }
            | Awaited::NoFile { .. }
            | Awaited::Files { .. },
        ) => false,
        _ => ended_by_error,
    }
}

/// The program calls a receive function again and again, and each call reports the end of the
/// stream.
pub fn reads_nothing_again_and_again(breach: &Breach) -> bool {
    let Instead::Spins { calls, .. } = &breach.instead else { return false };
    let reads = |call: &str| call.starts_with("re");
    calls.iter().any(|one| reads(&one.call) && one.returned == 0)
}

/// Replacement characters (U+FFFD) came where other bytes were awaited.
pub fn has_replacement_characters(breach: &Breach) -> bool {
    let replacement = "\u{fffd}".as_bytes();
    breach.heard().windows(replacement.len()).any(|window| window == replacement)
}

/// The stream was cut, and a piece ended inside a character.
pub fn was_cut_inside_a_character(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let Ok(text) = std::str::from_utf8(&cut.stream) else { return false };
    let boundaries = cut.pieces.iter().scan(0, |at, length| {
        *at += length;
        Some(*at)
    });
    boundaries.into_iter().any(|boundary| !text.is_char_boundary(boundary))
}

/// The first frame of a stream in the format of lesson 09: the length in its header of four bytes,
/// big-endian, and the bytes after the header.
pub fn first_frame(stream: &[u8]) -> Option<(usize, &[u8])> {
    let (header, rest) = stream.split_first_chunk()?;
    Some((u32::from_be_bytes(*header) as usize, rest))
}

/// The payload if the stream is exactly one frame, or else the whole stream.
pub fn without_header(stream: &[u8]) -> &[u8] {
    match first_frame(stream) {
        Some((length, payload)) if length == payload.len() => payload,
        _ => stream,
    }
}

/// The awaited bytes came, without the white space at their ends.
pub fn lacks_the_white_space(breach: &Breach) -> bool {
    let (expected, heard) = (without_header(breach.expected()), without_header(breach.heard()));
    !heard.is_empty()
        && heard != expected
        && heard.trim_ascii() == expected.trim_ascii()
        && heard.len() < expected.len()
}

/// The offsets at which the stream was cut, one for each boundary between two pieces.
pub fn boundaries(breach: &Breach) -> Vec<usize> {
    let Some(cut) = &breach.cut else { return Vec::new() };
    let ends = cut.pieces.iter().scan(0, |at, length| {
        *at += length;
        Some(*at)
    });
    ends.filter(|end| *end < cut.stream.len()).collect()
}

/// One line was printed, and it is only a beginning of the awaited one.
pub fn printed_only_a_beginning(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let Some(first) = heard.split(|byte| *byte == b'\n').next() else { return false };
    awaited_output(breach)
        && heard.contains(&b'\n')
        && first.len() + 1 < expected.len()
        && expected.starts_with(first)
}

/// A run of zeros that is long enough to be the unused part of a buffer.
pub fn is_padding(bytes: &[u8]) -> bool {
    bytes.len() >= 64 && bytes.iter().all(|byte| *byte == 0)
}

/// The unused part of a buffer is shorter than this. A misread length claims far more zeros.
const LARGEST_BUFFER: usize = 1 << 20;

/// The bytes begin with enough zeros to be the unused part of a buffer.
fn begins_with_padding(bytes: &[u8]) -> bool {
    bytes.get(..64).is_some_and(is_padding)
}

/// The unused part of a buffer came after an answer, or inside one: before its newline, or after
/// the correct payload.
pub fn has_the_rest_of_a_buffer(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let agreed = expected.iter().zip(heard).take_while(|(a, b)| a == b).count();
    let is_between = expected[..agreed].ends_with(b"\n");
    let is_before_newline = expected[agreed..] == *b"\n";
    let is_in_a_frame = match (first_frame(expected), first_frame(heard)) {
        (Some((length, payload)), Some((claimed, came))) => {
            claimed > length && came.strip_prefix(payload).is_some_and(begins_with_padding)
        }
        _ => false,
    };
    let is_padded = (is_between || is_before_newline) && begins_with_padding(&heard[agreed..]);
    heard.len() < LARGEST_BUFFER && (begins_with_padding(heard) || is_padded || is_in_a_frame)
}

/// The program printed the awaited line with the unused part of a buffer before its newline, or
/// printed that padding after the previous answer.
pub fn printed_with_padding(breach: &Breach) -> bool {
    if begins_with_padding(breach.heard()) {
        return breach.heard().len() < LARGEST_BUFFER;
    }
    let line = breach.expected().strip_suffix(b"\n").unwrap_or_default();
    let rest =
        breach.heard().strip_prefix(line).and_then(|rest| rest.split(|b| *b == b'\n').next());
    rest.is_some_and(is_padding)
}

/// The awaited bytes came, followed by the unused part of a buffer.
pub fn is_padded(breach: &Breach) -> bool {
    breach.heard().strip_prefix(breach.expected()).is_some_and(is_padding)
}

/// The awaited datagram came with many more bytes behind its own. No later datagram was sent, so they are the
/// rest of an earlier one.
pub fn has_an_old_tail(breach: &Breach) -> bool {
    let tail = breach.heard().strip_prefix(breach.expected());
    matches!(breach.instead, Instead::Datagram { from: None, .. })
        && !breach.expected().is_empty()
        && tail.is_some_and(|tail| tail.len() >= 64)
}

/// A number of this kind that the kernel reports about the program: the expected value, and the
/// actual one.
pub fn measured(breach: &Breach, is_one: impl FnOnce(&Measure) -> bool) -> Option<(u64, u64)> {
    match (&breach.awaited, &breach.instead) {
        (Awaited::Fact { measure, expected }, Instead::Fact(actual)) if is_one(measure) => {
            Some((*expected, *actual))
        }
        _ => None,
    }
}

/// The number of ended child processes that the program has not waited for, unless they all ended at
/// once.
pub fn zombies(breach: &Breach) -> Option<u64> {
    measured(breach, |one| matches!(one, Measure::Zombies { .. })).map(|(_, zombies)| zombies)
}

/// A process that the program has started is blocked in a write to a full pipe that no process
/// reads any more.
pub fn a_command_waits_to_write(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| wait.on == On::Itself && wait.call.starts_with("write"))
}

/// A process of the program reads the program's own standard input, where no input will ever arrive.
pub fn waits_for_standard_input(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| wait.on == On::Stdin)
}

pub fn waits_of(breach: &Breach) -> &[Wait] {
    match &breach.instead {
        Instead::Stuck { waits, .. } => waits,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stage::breach::After;

    fn is_seen(expected: &[u8], heard: &[u8]) -> bool {
        has_the_rest_of_a_buffer(&Breach::new(
            "server",
            Awaited::Bytes { hearer: "alice".into(), expected: expected.to_vec() },
            Instead::Bytes { heard: heard.to_vec(), after: After::Open },
        ))
    }

    #[test]
    fn the_rest_of_a_buffer_is_seen_between_answers_and_inside_one() {
        let zeros = [0; 1000];
        let padded = |before: &[u8], after: &[u8]| [before, &zeros[..], after].concat();
        assert!(is_seen(b"HELLO", &padded(b"", b"HELLO")));
        assert!(is_seen(b"HELLO\nWORLD\n", &padded(b"HELLO\n", b"WORLD\n")));
        assert!(is_seen(b"HELLO\n", &padded(b"HELLO", b"\n")));
        assert!(is_seen(b"\0\0\0\x05HELLO", &padded(b"\0\0\x03\xedHELLO", b"")));
    }

    #[test]
    fn other_zeros_are_not_the_rest_of_a_buffer() {
        let zeros = vec![0; LARGEST_BUFFER];
        assert!(!is_seen(b"HELLO", &zeros[..63]));
        assert!(!is_seen(b"HELLO", &zeros));
        assert!(!is_seen(b"HELLO\n", &[b"HEL", &zeros[..1000]].concat()));
        assert!(!is_seen(b"\0\0\0\x05HELLO", &[b"\0\0\0\x05HE", &zeros[..1000]].concat()));
    }
}
