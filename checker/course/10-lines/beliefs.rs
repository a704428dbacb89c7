//! Beliefs that lesson 10 meets first: where a line ends, and who keeps what came behind it.

use stage::breach::Breach;

use super::Belief;
use super::evidence::*;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::DELIMITER_COMES_IN_ONE_PIECE,
        title: "A delimiter comes in one piece.",
        truth: "`\\r` may be the last byte of one read and `\\n` the first of the next. Look for a border in all that you have, not in what came last.",
        why: "TCP may cut the stream between any two bytes (RFC 9293, 3.7), and those of a border are two bytes like any others. Whoever takes `\\r\\n` off each piece leaves the `\\r` standing that came a piece earlier.",
        chapter: "lines",
        example: "\
line.extend(without_border(piece));      // wrong: looks at the newest piece only
line.extend(piece);
let line = without_border(&line);        // right: looks at all of the line",
        fits: delimiter_comes_in_one_piece,
    },
    Belief {
        id: ids::ONE_READ_IS_ONE_LINE,
        title: "One read brings one line.",
        truth: "One read brings what has come so far: a part of a line, or several. A line is there when its newline is, and what stands behind that newline is the next one's beginning.",
        why: "The sender's calls leave no trace in the stream: two short lines may come together, and one long line in pieces (RFC 9293, 3.7). Only the newline says where a line ends.",
        chapter: "lines",
        example: "\
let n = stream.read(&mut buffer)?;
answer(&buffer[..n]);                            // wrong: perhaps half a line, perhaps three
reader.read_until(b'\\n', &mut line)?;            // right: up to the newline, kept till it comes",
        fits: one_read_is_one_line,
    },
    Belief {
        id: ids::ONE_SEND_IS_ONE_LINE,
        title: "What I send in one call is one line.",
        truth: "It is so many bytes. Where your line ends, nobody can tell until its newline comes; without one, the other side goes on waiting.",
        why: "A terminal adds a newline when you press Enter, and reading lines often takes it off again. Over a socket, it is a byte like the others: it arrives if it is sent.",
        chapter: "lines",
        example: "\
stream.write_all(&line)?;                // wrong: where does it end?
line.push(b'\\n');
stream.write_all(&line)?;                // right: here",
        fits: one_send_is_one_line,
    },
    Belief {
        id: ids::EVERY_LINE_ENDS,
        title: "Sooner or later the newline comes.",
        truth: "Somebody may send without end and never a newline. Count as you read, and give up at the limit, not behind it.",
        why: "`read_until`, `read_line` and Python's `readline` collect until they see a newline, and memory is all that stops them. A limit that is looked at after the line is complete is looked at too late: `take` and `readline(limit)` stop in time.",
        chapter: "lines",
        example: "\
reader.read_until(b'\\n', &mut line)?;            // wrong on its own: as long as it takes
reader.take(limit).read_until(b'\\n', &mut line)?;   // right: no more than this",
        fits: every_line_ends,
    },
];

pub fn delimiter_comes_in_one_piece(breach: &Breach) -> bool {
    let left_standing = has_carriage_returns(breach) || has_empty_lines_between(breach);
    left_standing && is_cut_inside_a_border(breach)
}

pub fn one_read_is_one_line(breach: &Breach) -> bool {
    heard_only_the_first_lines(breach)
        || (differs_in_line_ends(breach)
            && !lacks_every_return(breach)
            && !is_cut_inside_borders_alone(breach))
        || got_an_error_instead_of_a_file(breach)
}

pub fn one_send_is_one_line(breach: &Breach) -> bool {
    let without = breach.expected().strip_suffix(b"\n");
    awaited_bytes(breach) && waits_to_receive(breach) && without == Some(breach.heard())
}

pub fn every_line_ends(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

/// A `\r` came back that should have been taken for a part of a border.
fn has_carriage_returns(breach: &Breach) -> bool {
    let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\r').count();
    awaited_bytes(breach) && count(breach.heard()) > count(breach.expected())
}

/// All lines came that were awaited, and empty ones between them: a `\r` was taken for a border of
/// its own.
fn has_empty_lines_between(breach: &Breach) -> bool {
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        lines.filter(|line| *line != b"\n").map(<[u8]>::to_vec).collect()
    };
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_bytes(breach) && expected != heard && lines(expected) == lines(heard)
}

/// For each place in which the stream was cut: is it between a `\r` and its `\n`?
fn cuts_inside_borders(breach: &Breach) -> Vec<bool> {
    let Some(cut) = &breach.cut else { return Vec::new() };
    let is_inside = |at: usize| cut.stream[..at].ends_with(b"\r") && cut.stream[at] == b'\n';
    borders(breach).into_iter().map(is_inside).collect()
}

fn is_cut_inside_a_border(breach: &Breach) -> bool {
    cuts_inside_borders(breach).contains(&true)
}

/// The stream was cut there and nowhere else, so that each piece but the last ends with a line's last
/// byte, and no line was divided.
fn is_cut_inside_borders_alone(breach: &Breach) -> bool {
    is_cut_inside_a_border(breach) && !cuts_inside_borders(breach).contains(&false)
}

/// Of several answers that were due, the first came, each with its newline, and the program waits
/// for more to come.
fn heard_only_the_first_lines(breach: &Breach) -> bool {
    heard_only_a_beginning(breach) && breach.heard().ends_with(b"\n")
}

/// Every line ends where it should, and every `\r` is gone: somebody has taken them out.
fn lacks_every_return(breach: &Breach) -> bool {
    let without: Vec<u8> =
        breach.expected().iter().copied().filter(|byte| *byte != b'\r').collect();
    without.starts_with(breach.heard())
}

/// What came is what was awaited (or its beginning), but for where its lines end.
fn differs_in_line_ends(breach: &Breach) -> bool {
    let without = |bytes: &[u8]| -> Vec<u8> {
        bytes.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect()
    };
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_bytes(breach)
        && !heard.is_empty()
        && !expected.starts_with(heard)
        && without(expected).starts_with(&without(heard))
}
