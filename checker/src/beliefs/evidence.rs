//! Small questions about the evidence of a failure, in the words of the beliefs.

use stage::breach::{After, Awaited, Breach, Instead, On, Wait};
use stage::trace::Exit;

/// The program rests for ever, and each of its threads that waits for the network waits for more to
/// come on a connection.
pub fn waits_to_receive(breach: &Breach) -> bool {
    let Instead::Stuck { waits, .. } = &breach.instead else { return false };
    let receives =
        |call: &str| matches!(call, "recv" | "read" | "recvmsg" | "readv" | "poll" | "select");
    waits.iter().any(|wait| matches!(wait.on, On::Connection { .. }) && receives(&wait.call))
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

/// Nothing at all had come of what was awaited.
pub fn heard_nothing(breach: &Breach) -> bool {
    breach.heard().is_empty()
}

/// Bytes on a connection were awaited, be they spelt out or described.
pub fn awaited_bytes(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::Bytes { .. } | Awaited::Described { .. })
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

/// The program's own words, be they a panic's or its last ones on standard error.
pub fn words(breach: &Breach) -> String {
    match &breach.instead {
        Instead::Panic(panic) => format!("{panic}\n{}", breach.stderr),
        _ => breach.stderr.clone(),
    }
}

/// It says that a peer broke the connection, in Rust's words or in Python's.
pub fn speaks_of_a_broken_connection(breach: &Breach) -> bool {
    let words = words(breach);
    [
        "ConnectionReset",
        "reset by peer",
        "BrokenPipe",
        "Broken pipe",
        "ConnectionAborted",
        "NotConnected",
    ]
    .iter()
    .any(|sign| words.contains(sign))
}

/// It says that some bytes are no UTF-8, in Rust's words or in Python's.
pub fn speaks_of_utf8(breach: &Breach) -> bool {
    let words = words(breach);
    ["Utf8Error", "UnicodeDecodeError", "invalid utf-8", "valid UTF-8"]
        .iter()
        .any(|sign| words.contains(sign))
}

/// It says that something stood behind a JSON value, in Rust's words or in Python's.
pub fn speaks_of_more_than_json(breach: &Breach) -> bool {
    let words = words(breach);
    ["trailing characters", "Extra data"].iter().any(|sign| words.contains(sign))
}

/// The program fell over: by a panic, by an exception that nobody caught, or, where it should have
/// gone on, by ending with an error. Ending in good order with the wrong status is not that.
pub fn fell_over(breach: &Breach) -> bool {
    let ended_by_error = matches!(breach.exit, Some(Exit::Status(status)) if status != 0);
    let was_to_end = matches!(
        breach.awaited,
        Awaited::Exit { .. }
            | Awaited::OneErrorLine
            | Awaited::File { .. }
            | Awaited::NoFile { .. }
            | Awaited::Files { .. }
    );
    matches!(breach.instead, Instead::Panic(_))
        || (ended_by_error && (!was_to_end || breach.stderr.contains("Traceback")))
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
fn without_header(stream: &[u8]) -> &[u8] {
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

/// It ran out of memory, in Rust's words, in Python's or in another language's.
pub fn ran_out_of_memory(breach: &Breach) -> bool {
    let words = words(breach);
    ["memory allocation of", "capacity overflow", "MemoryError", "OutOfMemory", "out of memory"]
        .iter()
        .any(|sign| words.contains(sign))
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

/// The line that was awaited was printed, and before its newline the rest of a buffer.
pub fn printed_with_padding(breach: &Breach) -> bool {
    let line = breach.expected().strip_suffix(b"\n").unwrap_or_default();
    let rest =
        breach.heard().strip_prefix(line).and_then(|rest| rest.split(|b| *b == b'\n').next());
    rest.is_some_and(is_padding)
}

/// A number that the kernel tells of the program; `part` is a part of the fact's name.
pub fn told(breach: &Breach, part: &str) -> Option<(u64, u64)> {
    match (&breach.awaited, &breach.instead) {
        (Awaited::Fact { what, expected }, Instead::Fact(told)) if what.contains(part) => {
            Some((*expected, *told))
        }
        _ => None,
    }
}

/// A process that the program has started waits for room in a pipe that nobody drains any more.
pub fn a_command_waits_to_write(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| wait.on == On::Itself && wait.call.starts_with("write"))
}

/// Something reads the program's own standard input, and will never get any.
pub fn waits_for_standard_input(breach: &Breach) -> bool {
    waits_of(breach).iter().any(|wait| wait.on == On::Stdin)
}

fn waits_of(breach: &Breach) -> &[Wait] {
    match &breach.instead {
        Instead::Stuck { waits, .. } => waits,
        _ => &[],
    }
}

/// Where the pieces of the stream end, counted from the first byte of the answer that is awaited on
/// standard output. What stands before it in the stream is its header.
fn borders_in_the_answer(breach: &Breach) -> Vec<usize> {
    let Some(cut) = &breach.cut else { return Vec::new() };
    let Some(header) = cut.stream.len().checked_sub(breach.expected().len()) else {
        return Vec::new();
    };
    let ends = cut.pieces.iter().scan(0, |at, length| {
        *at += length;
        Some(*at)
    });
    ends.filter(|end| *end > header).map(|end| end - header).collect()
}

/// The beginning of the answer that was printed, where it is a beginning and no more. A newline may
/// stand behind it.
fn printed_beginning(breach: &Breach) -> Option<usize> {
    let (expected, heard) = (breach.expected(), breach.heard());
    let heard = heard.strip_suffix(b"\n").unwrap_or(heard);
    let is_beginning = !heard.is_empty() && heard != expected && expected.starts_with(heard);
    (awaited_output(breach) && is_beginning).then_some(heard.len())
}

/// Only the first piece of an answer was printed.
pub fn printed_only_the_first_piece(breach: &Breach) -> bool {
    let first = borders_in_the_answer(breach).first().copied();
    first.is_some() && printed_beginning(breach) == first
}

/// More than the first piece was printed, and not all of them.
pub fn printed_after_some_pieces(breach: &Breach) -> bool {
    let first = borders_in_the_answer(breach).first().copied();
    first.is_some() && printed_beginning(breach) > first
}

/// The stream was cut, and its first piece was shorter than a header of four bytes.
pub fn was_cut_inside_the_header(breach: &Breach) -> bool {
    let first = breach.cut.as_ref().and_then(|cut| cut.pieces.first());
    first.is_some_and(|first| *first < 4)
}

/// The four bytes in front of what was awaited, and of what was heard.
fn headers(breach: &Breach) -> Option<([u8; 4], [u8; 4])> {
    let expected = *breach.expected().first_chunk()?;
    let heard = *breach.heard().first_chunk()?;
    awaited_bytes(breach).then_some((expected, heard))
}

/// A length came, in digits or as a header of four bytes, and it was 0.
pub fn heard_a_length_of_zero(breach: &Breach) -> bool {
    matches!(breach.heard(), b"0" | [0, 0, 0, 0])
}

/// The four bytes of the header came in the other order.
pub fn has_the_header_backwards(breach: &Breach) -> bool {
    headers(breach).is_some_and(|(expected, mut heard)| {
        heard.reverse();
        heard == expected && heard[0] != heard[3]
    })
}

/// A client with an answer before it waits for more, or gives up, and prints nothing of it.
pub fn waits_or_gives_up(breach: &Breach) -> bool {
    let gave_up = matches!(breach.exit, Some(exit) if exit != Exit::Status(0));
    awaited_output(breach) && heard_nothing(breach) && (waits_to_receive(breach) || gave_up)
}

/// The length that came, in digits or as a header of four bytes, counts the characters of what was
/// to come, which all are three bytes long.
pub fn header_counts_characters(breach: &Breach) -> bool {
    let digits = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<usize>().ok();
    if let Some((expected, heard)) = headers(breach) {
        let text = std::str::from_utf8(&breach.expected()[4..]).unwrap_or_default();
        let (bytes, characters) = (i32::from_le_bytes(expected), i32::from_le_bytes(heard));
        return usize::try_from(bytes) == Ok(text.len())
            && usize::try_from(characters) == Ok(text.chars().count())
            && bytes != characters;
    }
    match (digits(breach.expected()), digits(breach.heard())) {
        (Some(bytes), Some(characters)) => characters > 0 && characters * 3 == bytes,
        _ => false,
    }
}

/// A whole answer is there, in fewer characters than bytes, and the client waits for more of it.
pub fn waits_for_characters(breach: &Breach) -> bool {
    let text = std::str::from_utf8(breach.expected()).unwrap_or_default();
    awaited_output(breach)
        && heard_nothing(breach)
        && waits_to_receive(breach)
        && text.chars().count() < text.len()
}

/// What was awaited, where it was described and not spelt out.
pub fn described(breach: &Breach) -> &str {
    match &breach.awaited {
        Awaited::Described { what, .. } => what,
        _ => "",
    }
}

/// A header's length of four bytes came in the other order, with JSON behind it.
pub fn has_a_json_header_backwards(breach: &Breach) -> bool {
    let Some((length, rest)) = breach.heard().split_first_chunk() else { return false };
    described(breach).contains("little-endian")
        && rest.starts_with(b"{")
        && (2..=1 << 16).contains(&i32::from_be_bytes(*length))
}

/// The JSON header that came where one was described, and the body behind it.
fn json_header(breach: &Breach) -> Option<(serde_json::Value, &[u8])> {
    let mut values = serde_json::Deserializer::from_slice(breach.heard()).into_iter();
    let header = values.next()?.ok()?;
    Some((header, &breach.heard()[values.byte_offset()..]))
}

/// The `data_len` of a JSON header counts the characters of the body behind it, and not its bytes.
pub fn data_len_counts_characters(breach: &Breach) -> bool {
    let Some((header, body)) = json_header(breach) else { return false };
    let characters = std::str::from_utf8(body).map_or(body.len(), |text| text.chars().count());
    described(breach).contains(&format!("data_len {}", body.len()))
        && characters < body.len()
        && header["data_len"] == characters
}

/// A JSON header tells of standard output, where the command wrote to its standard error.
pub fn tells_of_the_wrong_stream(breach: &Breach) -> bool {
    described(breach).contains("stream \"stderr\"")
        && json_header(breach).is_some_and(|(header, _)| header["stream"] == "stdout")
}

/// A stream of a length, JSON and a body was cut, first of all inside the JSON. The length is four
/// bytes, or four digits.
pub fn was_cut_inside_the_json(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let Some((length, rest)) = cut.stream.split_first_chunk() else { return false };
    let digits = std::str::from_utf8(length).ok().and_then(|digits| digits.parse().ok());
    let end = 4 + digits.unwrap_or_else(|| i32::from_le_bytes(*length).max(0) as usize);
    rest.starts_with(b"{") && cut.pieces.first().is_some_and(|first| (4..end).contains(first))
}

/// What came has no carriage returns where there should be some.
pub fn lost_carriage_returns(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    expected.contains(&b'\r') && !heard.is_empty() && !heard.contains(&b'\r')
}

/// A file was to be there in the end, or sent, and the program gave up on it, for reasons of its own.
pub fn gave_up_on_a_file(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::File { .. } => breach.exit.is_some_and(|exit| exit != Exit::Status(0)),
        Awaited::Described { .. } => {
            heard_nothing(breach) || has_header(breach, |header| header["error"].is_string())
        }
        _ => false,
    }
}

/// The whole file is there, and more behind it.
pub fn has_more_than_the_file(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    matches!(breach.awaited, Awaited::File { .. })
        && heard.len() > expected.len()
        && heard.starts_with(expected)
}

/// A header that came where one was described is of this kind.
fn has_header(breach: &Breach, fits: impl FnOnce(&serde_json::Value) -> bool) -> bool {
    json_header(breach).is_some_and(|(header, _)| fits(&header))
}

/// A header with an error was awaited, and one with a file's size came.
pub fn got_a_file_instead_of_an_error(breach: &Breach) -> bool {
    described(breach).contains("error") && has_header(breach, |header| header["filesize"].is_u64())
}

/// There is something in a folder in which there should be nothing new.
pub fn left_something_outside(breach: &Breach) -> bool {
    match (&breach.awaited, &breach.instead) {
        (Awaited::Files { names, .. }, Instead::Files(found)) => found.len() > names.len(),
        _ => false,
    }
}

/// Something stands under a name under which nothing new should stand.
pub fn left_a_part_of_a_file(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::NoFile { .. } => matches!(breach.instead, Instead::Bytes { .. }),
        Awaited::File { .. } => !matches!(breach.instead, Instead::Panic(_)),
        _ => false,
    }
}

/// The program ended with status 0 and without a complaint, where it should have ended with an error.
pub fn ended_as_if_all_were_well(breach: &Breach) -> bool {
    matches!(&breach.awaited, Awaited::Exit { statuses } if !statuses.contains(&0))
        && breach.exit == Some(Exit::Status(0))
        && breach.stderr.trim().is_empty()
}

/// Where a header's length and its JSON should be, something else came, and much of it.
pub fn has_no_header_but_much_else(breach: &Breach) -> bool {
    let heard = breach.heard();
    described(breach).contains("digits")
        && heard.len() >= 64
        && !heard[..4].iter().all(u8::is_ascii_digit)
}

/// The stream was cut behind its header, and the program gave up on the file.
pub fn gave_up_on_the_pieces(breach: &Breach) -> bool {
    breach.cut.as_ref().is_some_and(|cut| cut.pieces.len() > 2)
        && (gave_up_on_a_file(breach) || left_a_part_of_a_file(breach))
}
