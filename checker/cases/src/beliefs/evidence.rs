//! Small questions about the evidence of a failure, in the words of the beliefs.

use stage::breach::{After, Awaited, Breach, Instead, Measure, On, Wait};
use stage::trace::Exit;

pub use super::answers::*;
pub use super::frames::*;
use super::runtimes::{Says, says};

/// The program rests for ever, and each of its threads that waits for the network waits for more to
/// come on a connection, or for a datagram.
pub fn waits_to_receive(breach: &Breach) -> bool {
    let Instead::Stuck { waits, .. } = &breach.instead else { return false };
    let receives =
        |call: &str| matches!(call, "recv" | "read" | "recvmsg" | "readv" | "poll" | "select");
    let from_a_peer = |on: &On| matches!(on, On::Connection { .. } | On::Datagram { .. });
    waits.iter().any(|wait| from_a_peer(&wait.on) && receives(&wait.call))
}

/// The program rests for ever and waits for the next client.
pub fn waits_to_accept(breach: &Breach) -> bool {
    let Instead::Stuck { waits, .. } = &breach.instead else { return false };
    waits.iter().any(|wait| matches!(wait.on, On::Listener { .. }))
}

/// A beginning of what was awaited came, and the program waits for more to come.
pub fn heard_only_a_beginning(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_bytes(breach)
        && waits_to_receive(breach)
        && !heard.is_empty()
        && heard.len() < expected.len()
        && expected.starts_with(heard)
}

/// The program rests for ever in the one place where it waits for all its sockets.
pub fn waits_for_events(breach: &Breach) -> bool {
    let polls = |call: &str| matches!(call, "epoll_wait" | "poll" | "select");
    waits_of(breach).iter().any(|wait| polls(&wait.call))
}

/// Nothing at all had come of what was awaited.
pub fn heard_nothing(breach: &Breach) -> bool {
    breach.heard().is_empty()
}

/// Bytes on a connection or in a datagram were awaited, be they spelt out or described.
pub fn awaited_bytes(breach: &Breach) -> bool {
    matches!(
        breach.awaited,
        Awaited::Bytes { .. } | Awaited::Datagram { .. } | Awaited::Described { .. }
    )
}

/// Something on the program's standard output was awaited.
pub fn awaited_output(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Output { .. })
}

/// A part of what was awaited had come when the connection was reset.
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

/// The program's own words: a panic's, or its last ones on standard error. Where only the form of an
/// error report is wrong, its words are not evidence: the program knows of that error.
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

/// The program fell over: by a panic, or by ending with an error where it should have gone on. A
/// program that should have ended with another status has fallen over only by an error that nothing
/// handled: an exception, or one that `main` returned. Where an error was due, a traceback is one
/// way to report it, and no evidence.
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

/// It asks again and again for what comes, and is told each time that the stream has ended.
pub fn reads_nothing_again_and_again(breach: &Breach) -> bool {
    let Instead::Spins { calls, .. } = &breach.instead else { return false };
    let reads = |call: &str| call.starts_with("re");
    calls.iter().any(|one| reads(&one.call) && one.returned == 0)
}

/// Bytes that stand for "this was no text" came, where others were awaited.
pub fn has_replacement_characters(breach: &Breach) -> bool {
    let replacement = "\u{fffd}".as_bytes();
    breach.heard().windows(replacement.len()).any(|window| window == replacement)
}

/// The stream was cut, and a border fell inside a character.
pub fn was_cut_inside_a_character(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let Ok(text) = std::str::from_utf8(&cut.stream) else { return false };
    let borders = cut.pieces.iter().scan(0, |at, length| {
        *at += length;
        Some(*at)
    });
    borders.into_iter().any(|border| !text.is_char_boundary(border))
}

/// The first frame of a stream, as lessons 09 and later make them: the length that its header of
/// four bytes claims, big-endian, and what there is behind the header.
pub fn first_frame(stream: &[u8]) -> Option<(usize, &[u8])> {
    let (header, rest) = stream.split_first_chunk()?;
    Some((u32::from_be_bytes(*header) as usize, rest))
}

/// The bytes of a stream that is exactly one frame, or else the stream as it is.
pub fn without_header(stream: &[u8]) -> &[u8] {
    match first_frame(stream) {
        Some((length, payload)) if length == payload.len() => payload,
        _ => stream,
    }
}

/// Exactly what was awaited came, but for white space at its ends.
pub fn lacks_the_white_space(breach: &Breach) -> bool {
    let (expected, heard) = (without_header(breach.expected()), without_header(breach.heard()));
    !heard.is_empty()
        && heard != expected
        && heard.trim_ascii() == expected.trim_ascii()
        && heard.len() < expected.len()
}

/// Where the stream was cut: the offset of each border between two pieces.
pub fn borders(breach: &Breach) -> Vec<usize> {
    let Some(cut) = &breach.cut else { return Vec::new() };
    let ends = cut.pieces.iter().scan(0, |at, length| {
        *at += length;
        Some(*at)
    });
    ends.filter(|end| *end < cut.stream.len()).collect()
}

/// One line was printed which is a beginning of the one that was awaited.
pub fn printed_only_a_beginning(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let Some(first) = heard.split(|byte| *byte == b'\n').next() else { return false };
    awaited_output(breach)
        && heard.contains(&b'\n')
        && first.len() + 1 < expected.len()
        && expected.starts_with(first)
}

/// So many zeros in a row as only a buffer has that nobody filled.
pub fn is_padding(bytes: &[u8]) -> bool {
    bytes.len() >= 64 && bytes.iter().all(|byte| *byte == 0)
}

/// The rest of a buffer is shorter than this. A misread length claims far more zeros.
const LARGEST_BUFFER: usize = 1 << 20;

/// The bytes begin with as many zeros as only the rest of a buffer has.
fn begins_with_padding(bytes: &[u8]) -> bool {
    bytes.get(..64).is_some_and(is_padding)
}

/// The rest of a buffer came behind an answer, or inside one: before its newline, or behind the payload
/// that it should have.
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

/// The program printed the awaited line with the rest of a buffer before its newline, or printed that rest
/// behind the answer before this one.
pub fn printed_with_padding(breach: &Breach) -> bool {
    if begins_with_padding(breach.heard()) {
        return breach.heard().len() < LARGEST_BUFFER;
    }
    let line = breach.expected().strip_suffix(b"\n").unwrap_or_default();
    let rest =
        breach.heard().strip_prefix(line).and_then(|rest| rest.split(|b| *b == b'\n').next());
    rest.is_some_and(is_padding)
}

/// What was awaited came, and behind it the rest of a buffer.
pub fn is_padded(breach: &Breach) -> bool {
    breach.heard().strip_prefix(breach.expected()).is_some_and(is_padding)
}

/// A number of this kind that the kernel reports of the program: the awaited one, and the one found.
pub fn measured(breach: &Breach, is_one: impl FnOnce(&Measure) -> bool) -> Option<(u64, u64)> {
    match (&breach.awaited, &breach.instead) {
        (Awaited::Fact { measure, expected }, Instead::Fact(told)) if is_one(measure) => {
            Some((*expected, *told))
        }
        _ => None,
    }
}

/// How many ended processes the program has not waited for, where they did not end at once.
pub fn zombies(breach: &Breach) -> Option<u64> {
    measured(breach, |one| matches!(one, Measure::Zombies { .. })).map(|(_, zombies)| zombies)
}

/// A process that the program has started waits for room in a pipe that nobody drains any more.
pub fn a_command_waits_to_write(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| wait.on == On::Itself && wait.call.starts_with("write"))
}

/// Something reads the program's own standard input, and will never get any.
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
        has_the_rest_of_a_buffer(&Breach {
            program: "server".into(),
            awaited: Awaited::Bytes { hearer: "alice".into(), expected: expected.to_vec() },
            instead: Instead::Bytes { heard: heard.to_vec(), after: After::Open },
            cut: None,
            short_writes: Vec::new(),
            queued: Vec::new(),
            stderr: String::new(),
            exit: None,
        })
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
