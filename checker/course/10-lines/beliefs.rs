//! Predicates of the beliefs that lesson 10 explains. Their texts are in `beliefs.toml`.

use stage::breach::Breach;

use crate::beliefs::evidence::*;

pub fn delimiter_comes_in_one_piece(breach: &Breach) -> bool {
    let left_standing = has_carriage_returns(breach) || has_empty_lines_between(breach);
    left_standing && is_cut_inside_a_delimiter(breach)
}

pub fn one_read_is_one_line(breach: &Breach) -> bool {
    heard_only_the_first_lines(breach)
        || (differs_in_line_ends(breach)
            && !lacks_every_return(breach)
            && !is_cut_inside_delimiters_alone(breach))
        || got_an_error_instead_of_a_file(breach)
}

pub fn one_send_is_one_line(breach: &Breach) -> bool {
    let without = breach.expected().strip_suffix(b"\n");
    awaited_bytes(breach) && waits_to_receive(breach) && without == Some(breach.heard())
}

pub fn every_line_ends(breach: &Breach) -> bool {
    awaited_bytes(breach) && waits_to_receive(breach) && heard_nothing(breach)
}

/// The answer contains a `\r` that should have been taken for a part of a line ending.
fn has_carriage_returns(breach: &Breach) -> bool {
    let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\r').count();
    awaited_bytes(breach) && count(breach.heard()) > count(breach.expected())
}

/// All awaited lines came, with empty ones between them: the program took a `\r` for a line ending
/// of its own.
fn has_empty_lines_between(breach: &Breach) -> bool {
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        lines.filter(|line| *line != b"\n").map(<[u8]>::to_vec).collect()
    };
    let (expected, heard) = (breach.expected(), breach.heard());
    awaited_bytes(breach) && expected != heard && lines(expected) == lines(heard)
}

/// For each cut in the stream: whether it is between a `\r` and its `\n`.
fn cuts_inside_delimiters(breach: &Breach) -> Vec<bool> {
    let Some(cut) = &breach.cut else { return Vec::new() };
    let is_inside = |at: usize| cut.stream[..at].ends_with(b"\r") && cut.stream[at] == b'\n';
    boundaries(breach).into_iter().map(is_inside).collect()
}

fn is_cut_inside_a_delimiter(breach: &Breach) -> bool {
    cuts_inside_delimiters(breach).contains(&true)
}

/// The stream was cut only inside delimiters. So each piece but the last ends with the last byte of a
/// line, and no line was split.
fn is_cut_inside_delimiters_alone(breach: &Breach) -> bool {
    is_cut_inside_a_delimiter(breach) && !cuts_inside_delimiters(breach).contains(&false)
}

/// Several answers were due. The first ones came, each with its newline, and the program waits for
/// more bytes.
fn heard_only_the_first_lines(breach: &Breach) -> bool {
    heard_only_a_beginning(breach) && breach.heard().ends_with(b"\n")
}

/// Every line ends in the correct place, and every `\r` is missing: the program has removed them.
fn lacks_every_return(breach: &Breach) -> bool {
    let without: Vec<u8> =
        breach.expected().iter().copied().filter(|byte| *byte != b'\r').collect();
    without.starts_with(breach.heard())
}

/// The received bytes are the awaited ones (or a beginning of them), except for the line endings.
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
