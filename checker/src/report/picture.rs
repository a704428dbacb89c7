//! Bytes drawn: quoted in a line; what was awaited over what came, with a caret under the first
//! one that differs; and a stream with the borders at which it was cut, `he│llo`. Only what is
//! shown is looked at: a stream may be millions of bytes long.

use stage::breach::Cut;
use stage::bytes::{Glyph, first_difference, glyphs};

use super::text::{columns, count, screen};

/// So many columns of a stream are drawn at most; beyond, only a part of it.
const ROOM: usize = 72;
/// Beside them stand in the same line what they are, the quotes, and how many bytes there are.
const BESIDE: usize = 36;
/// So many of them stand before the first byte that differs, where a part is drawn.
const BEFORE: usize = 24;
/// No readable unit has more bytes than this.
const UNIT: usize = 4;

/// The bytes in quotes, `"hello\r\n"`, or as many of them as `room` columns hold and how many
/// there are: `"aaaa…" (4096 bytes)`.
pub fn quoted(bytes: &[u8], room: usize) -> String {
    quoted_of(bytes, bytes.len(), room)
}

/// The same where only the beginning of `total` bytes is at hand.
pub fn quoted_of(bytes: &[u8], total: usize, room: usize) -> String {
    let part = &bytes[..bytes.len().min((room + 1) * UNIT)];
    let (text, whole) = within(&glyphs(part), room);
    if whole && part.len() == total {
        format!("\"{text}\"")
    } else {
        format!("\"{text}…\" ({})", count(total, "byte"))
    }
}

/// As many units as `room` columns hold, and whether that was all of them.
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

/// So many columns are drawn on this terminal: the caret points at nothing where a line above it was
/// broken.
fn room() -> usize {
    screen().map_or(ROOM, |columns| columns.saturating_sub(BESIDE).clamp(BEFORE + 16, ROOM))
}

/// Three lines: the awaited bytes, those that came, and a caret under the first that differs.
/// `None` where nothing differs.
pub fn difference(expected: &[u8], heard: &[u8]) -> Option<[String; 3]> {
    let byte = first_difference(expected, heard)?;
    let start = start_of_window(expected, heard, byte);
    let (awaited, came) = (units(expected, start, byte), units(heard, start, byte));
    // A character may differ in its second byte only: the caret stands under the whole of it.
    let at = awaited.iter().zip(&came).take_while(|(a, b)| a == b).count();
    let room = room();
    let is_long = |units: &[Glyph]| !within(units, room).1;
    let mut from = 0;
    if start > 0 || is_long(&awaited) || is_long(&came) {
        while !within(&awaited[from..at], BEFORE).1 {
            from += 1;
        }
    }
    let lead = if start > 0 || from > 0 { "…" } else { "" };
    let column = columns(lead) + 1 + columns(&within(&awaited[from..at], usize::MAX).0);
    let what = if byte == heard.len() {
        format!("from here on, {} missing", count(expected.len() - byte, "byte"))
    } else if byte == expected.len() {
        format!("from here on, {} too many", count(heard.len() - byte, "byte"))
    } else {
        format!("here it differs (byte {byte}, counted from 0)")
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
    let caret = format!("{}^ {what}", " ".repeat(column));
    Some([part(&awaited, expected), part(&came, heard), caret])
}

/// Where to begin to read, so that a character before the difference is not cut in two.
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

/// The readable units from `start` on, as many as can be shown around `byte`.
fn units(bytes: &[u8], start: usize, byte: usize) -> Vec<Glyph> {
    let end = bytes.len().min(byte + (ROOM + 1) * UNIT);
    glyphs(&bytes[start.min(end)..end])
}

/// The stream with a border wherever a piece ended. Each piece is drawn for itself, so that a
/// character that was cut in two shows its bytes.
pub fn borders(cut: &Cut) -> String {
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
              ^ here it differs (byte 5, counted from 0)
        "#);
    }

    #[test]
    fn wide_characters_and_cut_ones_do_not_move_it() {
        insta::assert_snapshot!(drawn("你好 A".as_bytes(), &"你好".as_bytes()[..4]), @r#"
        "你好 A"
        "你\xe5"
           ^ from here on, 4 bytes missing
        "#);
    }

    #[test]
    fn too_much_and_too_little_are_said() {
        insta::assert_snapshot!(drawn(b"HI", b"HI\0\0\0"), @r#"
        "HI"
        "HI\x00\x00\x00"
           ^ from here on, 3 bytes too many
        "#);
        insta::assert_snapshot!(drawn(b"HI!", b"HI"), @r#"
        "HI!"
        "HI"
           ^ from here on, 1 byte missing
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
                                  ^ here it differs (byte 500, counted from 0)
        "#);
    }

    #[test]
    fn neither_millions_of_bytes_nor_wide_escapes_break_a_line() {
        let expected = "你".repeat(1_000_000).into_bytes();
        for byte in [0, 1, 400, 1_000_001, expected.len() - 1] {
            let mut heard = expected.clone();
            heard[byte] = 0;
            let [awaited, came, caret] = difference(&expected, &heard).unwrap();
            assert!(columns(&awaited) < 100 && columns(&came) < 100, "{awaited}\n{came}");
            // The caret points at what differs.
            let at = columns(caret.split('^').next().unwrap());
            let mut before = 0;
            let differs = came.chars().position(|c| {
                let here = before == at;
                before += columns(c.encode_utf8(&mut [0; 4]));
                here
            });
            let differs = differs.unwrap_or_else(|| panic!("{came}\n{caret}"));
            let beginning: String = came.chars().take(differs).collect();
            assert!(awaited.starts_with(&beginning), "{awaited}\n{came}\n{caret}");
            assert!(!beginning.contains("\\x"), "a character was cut: {came}");
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
    fn borders_stand_where_the_pieces_end() {
        let cut = Cut { stream: "he你llo".into(), pieces: vec![2, 1, 2, 3], is_smallest: false };
        assert_eq!(borders(&cut), r#""he│\xe4│\xbd\xa0│llo""#);
        let long = Cut { stream: vec![b'a'; 200], pieces: vec![1; 200], is_smallest: false };
        assert!(borders(&long).ends_with("a│…\" (200 bytes in 200 pieces)"), "{}", borders(&long));
    }
}
