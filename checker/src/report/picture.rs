//! Draws bytes: quoted in a line, as a difference with a caret under the first byte that differs, or as
//! a stream with marks where it was cut, `he│llo`. A stream may have millions of bytes, so only the part
//! that is shown is processed.

use stage::breach::Cut;
use stage::bytes::{Glyph, first_difference, glyphs};

use super::text::{columns, count, screen};

/// The most columns of a stream. If a stream is longer, only a part is drawn.
const ROOM: usize = 72;
/// Columns for the label, the quotes and the number of bytes in the same line.
const BESIDE: usize = 36;
/// Columns before the first byte that differs, if only a part is drawn.
const BEFORE: usize = 24;
/// The most bytes of a readable unit.
const UNIT: usize = 4;

/// The bytes in quotes, `"hello\r\n"`. If they do not fit into `room` columns, the first bytes and their
/// number: `"aaaa…" (4096 bytes)`.
pub fn quoted(bytes: &[u8], room: usize) -> String {
    quoted_of(bytes, bytes.len(), room)
}

/// Like [`quoted`], for the beginning of `total` bytes.
pub fn quoted_of(bytes: &[u8], total: usize, room: usize) -> String {
    let part = &bytes[..bytes.len().min((room + 1) * UNIT)];
    let (text, whole) = within(&glyphs(part), room);
    if whole && part.len() == total {
        format!("\"{text}\"")
    } else {
        format!("\"{text}…\" ({})", count(total, "byte"))
    }
}

/// As many units as fit into `room` columns, and whether these are all.
fn within(units: &[Glyph], room: usize) -> (String, bool) {
    let mut text = String::new();
    let mut taken = 0;
    for unit in units {
        taken += columns(&unit.text);
        if taken > room {
            return (text, false);
        }
        text.push_str(&unit.text);
    }
    (text, true)
}

/// Number of columns to draw on this terminal. If a line were broken, the caret would point to the
/// wrong byte.
fn room() -> usize {
    screen().map_or(ROOM, |columns| columns.saturating_sub(BESIDE).clamp(BEFORE + 16, ROOM))
}

/// Three lines: the expected bytes, the actual bytes, and a caret under the first byte that differs.
/// `None` if they are equal.
pub fn difference(expected: &[u8], heard: &[u8]) -> Option<[String; 3]> {
    let byte = first_difference(expected, heard)?;
    let start = start_of_window(expected, heard, byte);
    let (wanted, actual) = (units(expected, start, byte), units(heard, start, byte));
    // A character may differ only in its second byte. The caret stands under the whole character.
    let at = wanted.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let room = room();
    let is_long = |units: &[Glyph]| !within(units, room).1;
    let mut from = 0;
    if start > 0 || is_long(&wanted) || is_long(&actual) {
        while !within(&wanted[from..at], BEFORE).1 {
            from += 1;
        }
    }
    let lead = if start > 0 || from > 0 { "…" } else { "" };
    let column = columns(lead) + 1 + columns(&within(&wanted[from..at], usize::MAX).0);
    let note = if byte == heard.len() {
        format!("from here, {} missing", count(expected.len() - byte, "byte"))
    } else if byte == expected.len() {
        format!("from here, {} too many", count(heard.len() - byte, "byte"))
    } else {
        format!("first difference (byte {byte}, counted from 0)")
    };
    let part = |units: &[Glyph], all: &[u8]| {
        let (text, whole) = within(&units[from..], room);
        let rest = if whole { "" } else { "…" };
        let total = if lead.is_empty() && whole {
            String::new()
        } else {
            format!(" ({})", count(all.len(), "byte"))
        };
        format!("{lead}\"{text}{rest}\"{total}")
    };
    let caret = format!("{}^ {note}", " ".repeat(column));
    Some([part(&wanted, expected), part(&actual, heard), caret])
}

/// The offset at which the drawn part begins. It does not cut a character in two.
fn start_of_window(expected: &[u8], heard: &[u8], byte: usize) -> usize {
    if expected.len().max(heard.len()) <= ROOM * UNIT {
        return 0;
    }
    let mut start = byte.saturating_sub(BEFORE * UNIT);
    let is_inside_character = |at: usize| expected.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    for _ in 1..UNIT {
        if start > 0 && is_inside_character(start) {
            start -= 1;
        }
    }
    start
}

/// The readable units from `start`, as many as can be shown around `byte`.
fn units(bytes: &[u8], start: usize, byte: usize) -> Vec<Glyph> {
    let end = bytes.len().min(byte + (ROOM + 1) * UNIT);
    glyphs(&bytes[start.min(end)..end])
}

/// The stream with a mark at the end of each piece. Each piece is drawn separately, so that a
/// character that was cut in two shows its bytes.
pub fn with_cuts(cut: &Cut) -> String {
    let mut drawn = String::new();
    let mut at = 0_usize;
    for (index, length) in cut.pieces.iter().enumerate() {
        let end = at.saturating_add(*length).min(cut.stream.len());
        if index > 0 {
            drawn.push('│');
        }
        let room = ROOM.saturating_sub(columns(&drawn));
        let part = at..end.min(at + (room + 1) * UNIT);
        let (text, whole) = within(&glyphs(&cut.stream[part]), room);
        drawn.push_str(&text);
        if !whole {
            let (bytes, pieces) = (cut.stream.len(), cut.pieces.len());
            return format!("\"{drawn}…\" ({bytes} bytes in {})", count(pieces, "piece"));
        }
        at = end;
    }
    format!("\"{drawn}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(expected: &[u8], heard: &[u8]) -> String {
        difference(expected, heard).unwrap().join("\n")
    }

    #[test]
    fn the_caret_stands_under_the_first_byte_that_differs() {
        insta::assert_snapshot!(drawn(b"HELLO\r\n", b"HELLO\n"), @r#"
        "HELLO\r\n"
        "HELLO\n"
              ^ first difference (byte 5, counted from 0)
        "#);
    }

    #[test]
    fn wide_characters_and_cut_ones_do_not_move_it() {
        insta::assert_snapshot!(drawn("你好 A".as_bytes(), &"你好".as_bytes()[..4]), @r#"
        "你好 A"
        "你\xe5"
           ^ from here, 4 bytes missing
        "#);
    }

    #[test]
    fn surplus_and_missing_bytes_are_counted() {
        insta::assert_snapshot!(drawn(b"HI", b"HI\0\0\0"), @r#"
        "HI"
        "HI\x00\x00\x00"
           ^ from here, 3 bytes too many
        "#);
        insta::assert_snapshot!(drawn(b"HI!", b"HI"), @r#"
        "HI!"
        "HI"
           ^ from here, 1 byte missing
        "#);
    }

    #[test]
    fn of_a_long_stream_the_place_where_it_differs_is_drawn() {
        let expected = b"abcdefghij".repeat(100);
        let mut heard = expected.clone();
        heard[500] = b'!';
        insta::assert_snapshot!(drawn(&expected, &heard), @r#"
        …"ghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefgh…" (1000 bytes)
        …"ghijabcdefghijabcdefghij!bcdefghijabcdefghijabcdefghijabcdefghijabcdefgh…" (1000 bytes)
                                  ^ first difference (byte 500, counted from 0)
        "#);
    }

    #[test]
    fn neither_millions_of_bytes_nor_wide_escapes_break_a_line() {
        let expected = "你".repeat(1_000_000).into_bytes();
        for byte in [0, 1, 400, 1_000_001, expected.len() - 1] {
            let mut heard = expected.clone();
            heard[byte] = 0;
            let [wanted, actual, caret] = difference(&expected, &heard).unwrap();
            assert!(columns(&wanted) < 100 && columns(&actual) < 100, "{wanted}\n{actual}");
            // The caret points to the difference.
            let at = columns(caret.split('^').next().unwrap());
            let mut before = 0;
            let differs = actual.chars().position(|c| {
                let here = before == at;
                before += columns(c.encode_utf8(&mut [0; 4]));
                here
            });
            let differs = differs.unwrap_or_else(|| panic!("{actual}\n{caret}"));
            let beginning: String = actual.chars().take(differs).collect();
            assert!(wanted.starts_with(&beginning), "{wanted}\n{actual}\n{caret}");
            assert!(!beginning.contains("\\x"), "a character was cut: {actual}");
        }
    }

    #[test]
    fn a_quotation_says_how_much_it_leaves_out() {
        assert_eq!(quoted(b"hello\r\n", 40), r#""hello\r\n""#);
        assert_eq!(quoted(&[0; 1019], 12), r#""\x00\x00\x00…" (1019 bytes)"#);
        assert_eq!(quoted_of(b"ab", 5000, 12), r#""ab…" (5000 bytes)"#);
    }

    #[test]
    fn equal_bytes_need_no_picture() {
        assert_eq!(difference(b"abc", b"abc"), None);
    }

    #[test]
    fn marks_stand_where_the_pieces_end() {
        let cut = Cut { stream: "he你llo".into(), pieces: vec![2, 1, 2, 3], is_smallest: false };
        assert_eq!(with_cuts(&cut), r#""he│\xe4│\xbd\xa0│llo""#);
        let long = Cut { stream: vec![b'a'; 200], pieces: vec![1; 200], is_smallest: false };
        assert!(
            with_cuts(&long).ends_with("a│…\" (200 bytes in 200 pieces)"),
            "{}",
            with_cuts(&long)
        );
    }
}
