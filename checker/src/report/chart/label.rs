//! The label of a line of a picture: words, and bytes with marks where they were cut.

use stage::trace::Excerpt;

use crate::report::notation::{Notation, Unit, name_numbers, within};
use crate::report::text::{clipped, columns, count};

/// The most bytes of a readable unit.
const UNIT: usize = 4;

/// The most lines of a label.
const LINES: usize = 3;

/// Words, bytes in their notation if there are any, and more words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    pub before: String,
    pub bytes: Option<Bytes>,
    pub after: String,
}

/// Bytes, and the places where they were cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes {
    pub shown: Vec<u8>,
    pub total: usize,
    /// Offsets of the cuts, in ascending order.
    pub cuts: Vec<usize>,
    /// Whether they were sent, so that four of them may be a number. Printed and typed bytes are text.
    pub is_sent: bool,
}

impl Label {
    pub fn words(words: impl Into<String>) -> Label {
        Label { before: words.into(), ..Label::default() }
    }

    pub fn bytes(bytes: Bytes) -> Label {
        Label { bytes: Some(bytes), ..Label::default() }
    }

    /// The label in `room` columns. If it does not fit, the bytes are shortened first, and then the
    /// end.
    pub fn within(&self, room: usize) -> String {
        let words = |text: &str| if text.is_empty() { 0 } else { columns(text) + 1 };
        let bytes = self.bytes.as_ref().map(|bytes| {
            bytes.within(room.saturating_sub(words(&self.before) + words(&self.after)))
        });
        let parts = [Some(self.before.clone()), bytes, Some(self.after.clone())];
        let parts: Vec<String> =
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        clipped(&parts.join(" "), room)
    }

    /// The label in lines of `room` columns. Words, frames and JSON may have several lines. Text in
    /// quotes, and a label that needs more lines, is shortened to one.
    pub fn lines(&self, room: usize) -> Vec<String> {
        let whole = self.within(LINES * room);
        let is_quoted = self.bytes.as_ref().is_some_and(Bytes::is_quoted);
        let is_long = is_quoted || whole != self.within(usize::MAX);
        let lines = broken(&whole, room).filter(|lines| !is_long && lines.len() <= LINES);
        lines.unwrap_or_else(|| vec![self.within(room)])
    }
}

/// The text in lines of `room` columns. A line ends after a comma or a cut, or at a space, but not inside a
/// group of bytes. `None` if a part is too long.
fn broken(text: &str, room: usize) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    let mut rest = text;
    while columns(rest) > room {
        let end = end_of_line(rest, room)?;
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines.push(rest.to_owned());
    Some(lines)
}

/// The offset of the first character of the next line.
fn end_of_line(text: &str, room: usize) -> Option<usize> {
    let (mut end, mut best, mut width, mut is_in_group) = (0, None, 0, false);
    for character in text.chars() {
        width += columns(character.encode_utf8(&mut [0; 4]));
        if width > room {
            break;
        }
        end += character.len_utf8();
        is_in_group = character == '[' || is_in_group && character != ']';
        if !is_in_group && [' ', ',', '│'].contains(&character) {
            best = Some(end);
        }
    }
    best
}

impl Bytes {
    pub fn whole(excerpt: &Excerpt) -> Bytes {
        Bytes {
            shown: excerpt.bytes.clone(),
            total: excerpt.total,
            cuts: Vec::new(),
            is_sent: true,
        }
    }

    /// Bytes on standard input or output.
    pub fn on_terminal(excerpt: &Excerpt) -> Bytes {
        Bytes { is_sent: false, ..Bytes::whole(excerpt) }
    }

    /// Bytes that arrived in pieces of these lengths.
    pub fn in_pieces(excerpt: &Excerpt, pieces: &[usize]) -> Bytes {
        let mut end = 0;
        let ends = pieces.iter().map(|length| {
            end += length;
            end
        });
        let cuts = ends.filter(|end| *end < excerpt.total).collect();
        Bytes { cuts, ..Bytes::whole(excerpt) }
    }

    /// Whether a cut is among the bytes that are shown.
    pub fn has_cuts(&self) -> bool {
        self.cuts.first().is_some_and(|first| *first < self.shown.len())
    }

    /// Whether they are written as text in quotes.
    fn is_quoted(&self) -> bool {
        self.pieces().all(|piece| Notation::of(piece) == Notation::Quoted)
    }

    /// The bytes in their notation, in `room` columns: `"he│llo"`. If they do not fit, the first bytes
    /// and their number.
    pub fn within(&self, room: usize) -> String {
        let notation = if self.is_quoted() { Notation::Quoted } else { Notation::Groups };
        let whole = notation.delimited(&self.drawn(notation, usize::MAX).0);
        if self.shown.len() == self.total && self.total < 4096 && columns(&whole) <= room {
            return whole;
        }
        // In a narrow column, a few of the bytes say more than their number.
        let marks = columns(&notation.delimited("…"));
        let tails = [format!(" ({})", count(self.total, "byte")), String::new()];
        let drawn = tails.map(|tail| {
            let (some, _) = self.drawn(notation, room.saturating_sub(marks + columns(&tail)));
            (!some.is_empty(), format!("{}{tail}", notation.delimited(&format!("{some}…"))))
        });
        let [(says_something, with_count), (_, without)] = drawn;
        if says_something { with_count } else { without }
    }

    /// The bytes between the cuts.
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.cuts.iter().copied().chain([self.shown.len()]);
        let mut begins = 0;
        ends.map(move |end| {
            let end = end.min(self.shown.len());
            let piece = &self.shown[begins.min(end)..end];
            begins = end;
            piece
        })
    }

    /// As many of the bytes as fit into `room` columns, and whether these are all. Each piece is drawn
    /// separately, so that a character that was cut in two shows its bytes.
    fn drawn(&self, notation: Notation, room: usize) -> (String, bool) {
        let mut text = String::new();
        let mut is_cut = false;
        for (index, piece) in self.pieces().enumerate() {
            if index > 0 {
                text.push('│');
            }
            let room = room.saturating_sub(columns(&text));
            let part = &piece[..piece.len().min(room.saturating_mul(UNIT).saturating_add(UNIT))];
            let mut units = notation.units_after(is_cut, part);
            is_cut = units.last().is_some_and(Unit::is_hex);
            if self.is_sent {
                name_numbers(&mut units);
            }
            let (drawn, is_all) = within(&units, room);
            text.push_str(&drawn);
            if !is_all {
                return (text, false);
            }
        }
        (text, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(bytes: &[u8], pieces: &[usize]) -> Bytes {
        Bytes::in_pieces(&Excerpt::of(bytes), pieces)
    }

    #[test]
    fn marks_stand_where_it_was_cut_and_a_cut_character_shows_its_bytes() {
        let bytes = pieces("he你llo".as_bytes(), &[2, 1, 2, 3]);
        assert_eq!(bytes.within(40), "he│[e4]│[bd a0]│llo");
        assert_eq!(pieces(b"hello", &[5]).within(40), r#""hello""#);
        assert_eq!(pieces(b"", &[]).within(40), r#""""#);
    }

    #[test]
    fn a_cut_length_is_not_completed_by_the_payload() {
        let frame = b"\0\0\0\x07sockets";
        assert_eq!(pieces(frame, &[1, 10]).within(40), "[00]│[00 00 07] sockets");
        assert_eq!(pieces(frame, &[11]).within(40), "[00 00 00 07 = 7] sockets");
        let printed = Bytes::on_terminal(&Excerpt::of(frame));
        assert_eq!(printed.within(40), "[00 00 00 07] sockets");
    }

    #[test]
    fn bytes_that_do_not_fit_are_counted() {
        let bytes = pieces(&[b'a'; 300], &[1, 299]);
        let drawn = bytes.within(24);
        assert_eq!(drawn, "\"a│aaaaaaa…\" (300 bytes)");
        assert_eq!(columns(&drawn), 24);
        assert!(columns(&bytes.within(3)) < 20);
    }

    #[test]
    fn a_frame_has_several_lines_and_its_length_as_a_number() {
        let json = br#"{"from":"carol","at":"2026-03-01T12:00:00Z"}"#;
        let frame = [&[0, 0, 0, 44][..], json].concat();
        let label = |bytes: &[u8]| Label::bytes(pieces(bytes, &[bytes.len()]));
        assert_eq!(
            label(&frame).lines(38),
            [r#"[00 00 00 2c = 44] {"from":"carol","#, r#""at":"2026-03-01T12:00:00Z"}"#]
        );
        assert_eq!(label(&[&frame[..], &[0; 90]].concat()).lines(38).len(), 1);
        assert_eq!(label(&[b'a'; 60]).lines(38), ["\"aaaaaaaaaaaaaaaaaaaaaaaa…\" (60 bytes)"]);
    }

    #[test]
    fn a_label_never_passes_its_room() {
        let bytes = Some(pieces("你好世界".as_bytes(), &[3, 9]));
        let label = Label { before: "prints".into(), bytes, after: "and rests".into() };
        for room in 1..60 {
            assert!(columns(&label.within(room)) <= room, "{room}: {}", label.within(room));
        }
        assert_eq!(label.within(60), "prints \"你│好世界\" and rests");
    }
}
