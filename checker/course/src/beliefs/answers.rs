//! Questions about the evidence of lessons whose answers have a header: lengths, cuts, and files.

use stage::breach::{Awaited, Breach, Frame, Instead, Shape, Stream};
use stage::trace::Exit;

use super::facts::*;

/// The offsets at which the pieces of the stream end, counted from the first byte of the answer that is
/// awaited on standard output. Everything in the stream before that answer is its header.
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

/// The beginning of the answer that was printed, if it is only a beginning. A newline may follow
/// it.
fn printed_beginning(breach: &Breach) -> Option<usize> {
    let (expected, heard) = (breach.expected(), breach.heard());
    let heard = heard.strip_suffix(b"\n").unwrap_or(heard);
    let is_beginning = !heard.is_empty() && heard != expected && expected.starts_with(heard);
    (awaited_output(breach) && is_beginning).then_some(heard.len())
}

pub fn printed_only_the_first_piece(breach: &Breach) -> bool {
    let first = borders_in_the_answer(breach).first().copied();
    first.is_some() && printed_beginning(breach) == first
}

pub fn came_in_pieces(breach: &Breach) -> bool {
    borders_in_the_answer(breach).len() > 1
}

/// The program printed more than the first piece, but not all of them.
pub fn printed_after_some_pieces(breach: &Breach) -> bool {
    let first = borders_in_the_answer(breach).first().copied();
    first.is_some() && printed_beginning(breach) > first
}

/// The stream was cut, and its first piece was shorter than a header of four bytes.
pub fn was_cut_inside_the_header(breach: &Breach) -> bool {
    let first = breach.cut.as_ref().and_then(|cut| cut.pieces.first());
    first.is_some_and(|first| *first < 4)
}

/// The four bytes in front of the awaited bytes, and in front of the received bytes.
fn headers(breach: &Breach) -> Option<([u8; 4], [u8; 4])> {
    let expected = *breach.expected().first_chunk()?;
    let heard = *breach.heard().first_chunk()?;
    awaited_bytes(breach).then_some((expected, heard))
}

/// The received length, in digits or as a header of four bytes, is 0.
pub fn heard_a_length_of_zero(breach: &Breach) -> bool {
    matches!(breach.heard(), b"0" | [0, 0, 0, 0])
}

/// The four bytes of the header are in the other byte order.
pub fn has_the_header_backwards(breach: &Breach) -> bool {
    headers(breach).is_some_and(|(expected, mut heard)| {
        heard.reverse();
        heard == expected && heard[0] != heard[3]
    })
}

/// Four zeros stand before or after the four bytes of the length, as in a length of eight bytes.
pub fn has_a_length_of_eight_bytes(breach: &Breach) -> bool {
    let Some((header, body)) = breach.expected().split_first_chunk::<4>() else { return false };
    let Some((first, second)) = breach.heard().split_first_chunk::<4>() else { return false };
    let Some((second, rest)) = second.split_first_chunk::<4>() else { return false };
    let is_widened =
        (first == header && *second == [0; 4]) || (*first == [0; 4] && second == header);
    let common = body.len().min(rest.len());
    awaited_bytes(breach) && is_widened && body[..common] == rest[..common]
}

/// A count of four bytes is in the other byte order. It is the second word of a datagram, or the
/// number at the beginning of a line.
pub fn has_a_count_backwards(breach: &Breach) -> bool {
    let word = |bytes: &[u8]| Some(u32::from_be_bytes(*bytes.get(4..)?.first_chunk()?));
    let number = |line: &[u8]| {
        let digits = line.split(|byte| *byte == b' ').next()?;
        std::str::from_utf8(digits).ok()?.parse::<u32>().ok()
    };
    let (expected, heard) = match breach.awaited {
        Awaited::Datagram { .. } => (word(breach.expected()), word(breach.heard())),
        Awaited::Output { .. } => (number(breach.expected()), number(breach.heard())),
        _ => return false,
    };
    expected.is_some_and(|count| heard == Some(count.swap_bytes()) && heard != Some(count))
}

/// A client that has received an answer waits for more, or gives up, and prints no part of it.
pub fn waits_or_gives_up(breach: &Breach) -> bool {
    let gave_up = matches!(breach.exit, Some(exit) if exit != Exit::Status(0));
    awaited_output(breach) && heard_nothing(breach) && (waits_to_receive(breach) || gave_up)
}

/// The received length, in digits or as a header of four bytes, counts the answer's characters, each of
/// which takes three bytes.
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

/// A whole answer has arrived, with fewer characters than bytes, and the client waits for more of
/// it.
pub fn waits_for_characters(breach: &Breach) -> bool {
    let text = std::str::from_utf8(breach.expected()).unwrap_or_default();
    awaited_output(breach)
        && heard_nothing(breach)
        && waits_to_receive(breach)
        && text.chars().count() < text.len()
}

/// The awaited shape, if the bytes were described and not spelled out.
pub fn shape(breach: &Breach) -> Option<&Shape> {
    match &breach.awaited {
        Awaited::Described { shape, .. } => Some(shape),
        _ => None,
    }
}

/// The acceptable frames of a chat. Empty if something else was awaited.
pub fn frames(breach: &Breach) -> &[Frame] {
    match shape(breach) {
        Some(Shape::Frame(Frame::OneOf(all))) => all,
        Some(Shape::Frame(frame)) => std::slice::from_ref(frame),
        _ => &[],
    }
}

/// A header's four-byte length, with JSON after it, is in the other byte order.
pub fn has_a_json_header_backwards(breach: &Breach) -> bool {
    let Some((length, rest)) = breach.heard().split_first_chunk() else { return false };
    shape(breach) == Some(&Shape::LengthInFourBytes)
        && rest.starts_with(b"{")
        && (2..=1 << 16).contains(&i32::from_be_bytes(*length))
}

/// The received JSON header, if one was described, and the body after it.
fn json_header(breach: &Breach) -> Option<(serde_json::Value, &[u8])> {
    let mut values = serde_json::Deserializer::from_slice(breach.heard()).into_iter();
    let header = values.next()?.ok()?;
    Some((header, &breach.heard()[values.byte_offset()..]))
}

/// The `data_len` of a JSON header counts the characters of the body after it, not its bytes.
pub fn data_len_counts_characters(breach: &Breach) -> bool {
    let Some((header, body)) = json_header(breach) else { return false };
    let Some(Shape::ReportHeader { data_len, .. }) = shape(breach) else { return false };
    let characters = std::str::from_utf8(body).map_or(body.len(), |text| text.chars().count());
    *data_len == body.len() as u64 && characters < body.len() && header["data_len"] == characters
}

/// The length before a JSON header counts its characters, not its bytes.
pub fn header_length_counts_characters(breach: &Breach) -> bool {
    let Some(Shape::HeaderLength { length, claimed }) = shape(breach) else { return false };
    let header = breach.heard().get(..*length as usize).map(std::str::from_utf8);
    matches!(header, Some(Ok(text)) if text.chars().count() as u64 == *claimed && claimed < length)
}

/// A JSON header reports standard output, although the command wrote to its standard error, and the body
/// is shorter than that output. (If the body contains both, or the right output under the wrong name,
/// the program has read standard error.)
pub fn tells_of_the_wrong_stream(breach: &Breach) -> bool {
    let claimed = json_header(breach)
        .filter(|(header, _)| header["stream"] == "stdout")
        .and_then(|(header, _)| header["data_len"].as_u64());
    match shape(breach) {
        Some(Shape::ReportHeader { data_len, stream: Stream::Stderr, .. }) => {
            claimed.is_some_and(|claimed| claimed < *data_len)
        }
        _ => false,
    }
}

/// A stream of a length, JSON and a body was cut, and the first cut is inside the JSON. The length
/// is four bytes, or four digits.
pub fn was_cut_inside_the_json(breach: &Breach) -> bool {
    let Some(cut) = &breach.cut else { return false };
    let Some((length, rest)) = cut.stream.split_first_chunk() else { return false };
    let digits = std::str::from_utf8(length).ok().and_then(|digits| digits.parse().ok());
    let end = 4 + digits.unwrap_or_else(|| i32::from_le_bytes(*length).max(0) as usize);
    rest.starts_with(b"{") && cut.pieces.first().is_some_and(|first| (4..end).contains(first))
}

/// The received bytes lack carriage returns, either all of them or those at the end of a line.
pub fn lost_carriage_returns(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    let mut kept: Vec<u8> =
        expected.windows(2).filter(|two| two != b"\r\n").map(|two| two[0]).collect();
    kept.extend(expected.last());
    let lost_all = expected.contains(&b'\r') && !heard.contains(&b'\r');
    !heard.is_empty() && (lost_all || (heard != expected && heard == kept))
}

/// A file was to exist at the end, or to be sent. The program gave up on it although nothing forced it
/// to.
pub fn gave_up_on_a_file(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::File { .. } => breach.exit.is_some_and(|exit| exit != Exit::Status(0)),
        Awaited::Described { .. } => {
            heard_nothing(breach) || has_header(breach, |header| header["error"].is_string())
        }
        _ => false,
    }
}

/// A file was sent, and the program has not saved it. It has not ended, and waits for more.
pub fn waits_for_a_file(breach: &Breach) -> bool {
    matches!(breach.awaited, Awaited::File { .. })
        && breach.exit.is_none()
        && !matches!(breach.instead, Instead::Panic(_))
}

/// The whole file is there, followed by more bytes.
pub fn has_more_than_the_file(breach: &Breach) -> bool {
    let (expected, heard) = (breach.expected(), breach.heard());
    matches!(breach.awaited, Awaited::File { .. })
        && heard.len() > expected.len()
        && heard.starts_with(expected)
}

/// The received header, where one was described, is of this kind.
fn has_header(breach: &Breach, fits: impl FnOnce(&serde_json::Value) -> bool) -> bool {
    json_header(breach).is_some_and(|(header, _)| fits(&header))
}

/// A header with an error was awaited, and the header of a non-empty file came.
pub fn got_a_file_instead_of_an_error(breach: &Breach) -> bool {
    let is_full = |header: &serde_json::Value| header["filesize"].as_u64() > Some(0);
    shape(breach) == Some(&Shape::ErrorHeader) && has_header(breach, is_full)
}

/// A file's header was awaited, and a header with an error came.
pub fn got_an_error_instead_of_a_file(breach: &Breach) -> bool {
    matches!(shape(breach), Some(Shape::FileHeader { .. }))
        && has_header(breach, |header| header["error"].is_string())
}

/// The program owes an answer to a request, but waits for another request.
pub fn waits_for_the_next_request(breach: &Breach) -> bool {
    let waits = waits_to_receive(breach) || waits_for_events(breach);
    shape(breach).is_some() && waits && heard_nothing(breach)
}

/// A folder that should have nothing new in it has a new entry.
pub fn left_something_outside(breach: &Breach) -> bool {
    match (&breach.awaited, &breach.instead) {
        (Awaited::Files { names, .. }, Instead::Files(found)) => found.len() > names.len(),
        _ => false,
    }
}

/// There is a file under a name that should not exist.
pub fn left_a_part_of_a_file(breach: &Breach) -> bool {
    match breach.awaited {
        Awaited::NoFile { .. } => matches!(breach.instead, Instead::Bytes { .. }),
        Awaited::File { .. } => !matches!(breach.instead, Instead::Panic(_)),
        _ => false,
    }
}

/// The program ended with status 0 and without an error message, although it should have ended with
/// an error.
pub fn ended_as_if_all_were_well(breach: &Breach) -> bool {
    matches!(&breach.awaited, Awaited::Exit { statuses } if !statuses.contains(&0))
        && breach.exit == Some(Exit::Status(0))
        && breach.stderr.trim().is_empty()
}

/// Many other bytes came in place of a header's length and its JSON.
pub fn has_no_header_but_much_else(breach: &Breach) -> bool {
    let heard = breach.heard();
    shape(breach) == Some(&Shape::LengthInFourDigits)
        && heard.len() >= 64
        && !heard[..4].iter().all(u8::is_ascii_digit)
}

/// The stream was cut after its header, and the program gave up on the file.
pub fn gave_up_on_the_pieces(breach: &Breach) -> bool {
    breach.cut.as_ref().is_some_and(|cut| cut.pieces.len() > 2)
        && (gave_up_on_a_file(breach) || left_a_part_of_a_file(breach))
}
