//! The label of a line of a picture: words, and bytes with marks where they were cut.

use stage::trace::Excerpt;

use crate::report::notation::{Notation, within};
use crate::report::text::{clipped, columns, count};

/// The most bytes of a readable unit.
const UNIT: usize = 4;

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
}

impl Bytes {
    pub fn whole(excerpt: &Excerpt) -> Bytes {
        Bytes { shown: excerpt.bytes.clone(), total: excerpt.total, cuts: Vec::new() }
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

    /// The bytes in their notation, in `room` columns: `"he│llo"`. If they do not fit, the first bytes
    /// and their number.
    pub fn within(&self, room: usize) -> String {
        let quoted = self.pieces().all(|piece| Notation::of(piece) == Notation::Quoted);
        let notation = if quoted { Notation::Quoted } else { Notation::Groups };
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
        for (index, piece) in self.pieces().enumerate() {
            if index > 0 {
                text.push('│');
            }
            let room = room.saturating_sub(columns(&text));
            let part = &piece[..piece.len().min(room.saturating_mul(UNIT).saturating_add(UNIT))];
            let (drawn, is_all) = within(&notation.units(part), room);
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
    fn bytes_that_do_not_fit_are_counted() {
        let bytes = pieces(&[b'a'; 300], &[1, 299]);
        let drawn = bytes.within(24);
        assert_eq!(drawn, "\"a│aaaaaaa…\" (300 bytes)");
        assert_eq!(columns(&drawn), 24);
        assert!(columns(&bytes.within(3)) < 20);
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
