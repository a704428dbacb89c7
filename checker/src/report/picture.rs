//! Draws bytes in three ways: in a line; as a difference, with a caret under the first byte that
//! differs; and as a stream with marks where it was cut, `he│llo`. A stream may have millions of bytes,
//! so only the part that is shown is processed.

use stage::breach::Cut;
use stage::bytes::{first_difference, more_than};

use super::notation::{Notation, Unit, within};
use super::text::{columns, count, screen};

/// The most columns of a stream. If a stream is longer, only a part is drawn.
const ROOM: usize = 72;
/// Columns for the label, the quotes and the number of bytes in the same line.
const BESIDE: usize = 36;
/// Columns before the first byte that differs, if only a part is drawn.
const BEFORE: usize = 24;
/// The most bytes of a readable unit.
const UNIT: usize = 4;

/// The bytes in their notation, `"hello\r\n"` or `[00 05] HELLO`. If they do not fit into `room`
/// columns, the first bytes and their number: `"aaaa…" (4096 bytes)`.
pub fn quoted(bytes: &[u8], room: usize) -> String {
    quoted_of(bytes, bytes.len(), room)
}

/// Like [`quoted`], for bytes that came in place of the expected ones. If those begin with a header, the first
/// bytes of these are read as one, too.
pub fn quoted_in_place_of(expected: &[u8], bytes: &[u8], room: usize) -> String {
    match expected {
        [] if more_than(expected, bytes).is_none() => quoted(bytes, room),
        _ => {
            let total = heard_count(expected, bytes);
            quoted_after(header(expected, expected.len()), bytes, bytes.len(), &total, room)
        }
    }
}

/// The number of bytes that came in place of the expected ones: `6 bytes`, or `more than 16384 bytes` if they were cut.
pub fn heard_count(expected: &[u8], heard: &[u8]) -> String {
    match more_than(expected, heard) {
        Some(bound) => format!("more than {}", count(bound, "byte")),
        None => count(heard.len(), "byte"),
    }
}

/// Like [`quoted`], for the beginning of `total` bytes.
pub fn quoted_of(bytes: &[u8], total: usize, room: usize) -> String {
    quoted_after(header(bytes, total), bytes, total, &count(total, "byte"), room)
}

/// `in_all` says how many bytes there are.
fn quoted_after(header: usize, bytes: &[u8], total: usize, in_all: &str, room: usize) -> String {
    let part = &bytes[..bytes.len().min((room + 1) * UNIT)];
    let notation = if header > 0 { Notation::Groups } else { Notation::of(part) };
    let units = notation.units_after_header(header, part);
    let (text, whole) = within(&units, room);
    // Text with quotation marks of its own needs other ones around it.
    let is_text = notation == Notation::Groups && units.iter().all(|unit| !unit.is_hex());
    let delimited = |text: &str| match is_text {
        true => format!("`{text}`"),
        false => notation.delimited(text),
    };
    match whole && part.len() == total {
        true => delimited(&text),
        false => format!("{} ({in_all})", delimited(&format!("{text}…"))),
    }
}

/// The number of bytes in a header.
const HEADER: usize = 4;

/// The length of the header at the beginning of `total` bytes, of which these are the first: 4 or 0. A header is
/// the length of the remaining bytes, in either byte order.
fn header(bytes: &[u8], total: usize) -> usize {
    let Some(header) = bytes.first_chunk::<HEADER>() else { return 0 };
    let rest = total - HEADER;
    let is_length =
        [u32::from_be_bytes(*header), u32::from_le_bytes(*header)].contains(&(rest as u32));
    if rest > 0 && is_length { HEADER } else { 0 }
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
    let drawn = [expected, heard].map(|bytes| part(bytes, start, byte));
    let header = if start == 0 { header(expected, expected.len()) } else { 0 };
    let notation = match drawn.map(Notation::of) {
        [Notation::Quoted, Notation::Quoted] if header == 0 => Notation::Quoted,
        _ => Notation::Groups,
    };
    let [wanted, actual] = drawn.map(|bytes| notation.units_after_header(header, bytes));
    // A character may differ only in its second byte. The caret stands under the whole character.
    let at = wanted.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let room = room();
    let is_long = |units: &[Unit]| !within(units, room).1;
    let mut from = 0;
    if start > 0 || is_long(&wanted) || is_long(&actual) {
        while !within(&wanted[from..at], BEFORE).1 {
            from += 1;
        }
    }
    let lead = if start > 0 || from > 0 { "…" } else { "" };
    let same = Same::of(&wanted[from..at], notation);
    let note = if byte == heard.len() {
        format!("from here, {} missing", count(expected.len() - byte, "byte"))
    } else if byte == expected.len() {
        let surplus = heard_count(&[], &heard[byte..]);
        format!("from here, {surplus} too many")
    } else {
        format!("first difference (byte {byte}, counted from 0)")
    };
    let line = |units: &[Unit], in_all: String| {
        let (text, whole) = within(&units[at..], room.saturating_sub(columns(&same.text)));
        let rest = if whole { "" } else { "…" };
        let total = if lead.is_empty() && whole { String::new() } else { format!(" ({in_all})") };
        format!("{lead}{}{total}", notation.delimited(&format!("{}{text}{rest}", same.text)))
    };
    let caret = format!("{}^ {note}", " ".repeat(columns(lead) + same.columns));
    let [wanted, actual] =
        [line(&wanted, count(expected.len(), "byte")), line(&actual, heard_count(expected, heard))];
    Some([wanted, actual, caret])
}

/// The beginning that expected and actual bytes have in common. The bytes after it begin in the same
/// column.
struct Same {
    text: String,
    /// The column after it, counted with the mark of the notation before it.
    columns: usize,
}

impl Same {
    fn of(units: &[Unit], notation: Notation) -> Same {
        let mut text = within(units, usize::MAX).0;
        if units.last().is_some_and(Unit::is_hex) {
            text.push(' ');
        }
        let columns = columns(&text) + usize::from(notation == Notation::Quoted);
        Same { text, columns }
    }
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

/// The bytes from `start`, as many as can be shown around `byte`.
fn part(bytes: &[u8], start: usize, byte: usize) -> &[u8] {
    let end = bytes.len().min(byte + (ROOM + 1) * UNIT);
    &bytes[start.min(end)..end]
}

/// The stream with a mark at the end of each piece. Each piece is drawn separately, so that a
/// character that was cut in two shows its bytes.
pub fn with_cuts(cut: &Cut) -> String {
    let pieces = pieces(cut);
    let is_quoted = |piece: &&[u8]| Notation::of(piece) == Notation::Quoted;
    let notation = if pieces.iter().all(is_quoted) { Notation::Quoted } else { Notation::Groups };
    let mut drawn = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            drawn.push('│');
        }
        let room = ROOM.saturating_sub(columns(&drawn));
        let (text, whole) = within(&notation.units(piece), room);
        drawn.push_str(&text);
        if !whole || index + 1 == pieces.len() && pieces.len() < cut.pieces.len() {
            let (bytes, pieces) = (cut.stream.len(), cut.pieces.len());
            let drawn = notation.delimited(&format!("{drawn}…"));
            return format!("{drawn} ({bytes} bytes in {})", count(pieces, "piece"));
        }
    }
    notation.delimited(&drawn)
}

/// The beginnings of the first pieces, as many as can be shown.
fn pieces(cut: &Cut) -> Vec<&[u8]> {
    let mut at = 0_usize;
    let piece = |length: &usize| {
        let end = at.saturating_add(*length).min(cut.stream.len());
        let piece = &cut.stream[at..end.min(at + (ROOM + 1) * UNIT)];
        at = end;
        piece
    };
    cut.pieces.iter().take(ROOM).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use stage::bytes::SURPLUS;

    fn drawn(expected: &[u8], heard: &[u8]) -> String {
        difference(expected, heard).unwrap().join("\n")
    }

    /// Evidence was cut, so the number of bytes is only a bound.
    #[test]
    fn more_bytes_than_were_kept_are_not_counted() {
        let (expected, cut) = (b"HELLO", b"HELLO".repeat(10_000)[..5 + SURPLUS + 1].to_vec());
        insta::assert_snapshot!(drawn(expected, &cut), @r#"
        "HELLO"
        "HELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHELLOHE…" (more than 16389 bytes)
              ^ from here, more than 16384 bytes too many
        "#);
        let quoted = quoted_in_place_of(b"", &cut[5..], 12);
        assert_eq!(quoted, "\"HELLOHELLOHE…\" (more than 16384 bytes)");
        assert_eq!(heard_count(b"HELLO", &cut[1..]), "16389 bytes");
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
        你好 A
        你[e5]
          ^ from here, 4 bytes missing
        "#);
    }

    #[test]
    fn a_header_is_shown_in_hexadecimal() {
        let expected = [&[0, 0, 0x5e, 6][..], &[b'A'; 0x5e06]].concat();
        let heard = [&b"\0\x03\xd0\x90"[..], &expected[4..9]].concat();
        insta::assert_snapshot!(drawn(&expected[..], &heard), @r"
        [00] [00 5e 06] AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA… (24074 bytes)
        [00] [03 d0 90] AAAAA
             ^ first difference (byte 1, counted from 0)
        ");
        assert_eq!(quoted_in_place_of(&expected, &heard, 40), "[00 03 d0 90] AAAAA");
        let beginning = quoted_of(&expected[..90], expected.len(), 20);
        assert_eq!(beginning, "[00 00 5e 06] AAAAAA… (24074 bytes)");
    }

    #[test]
    fn surplus_and_missing_bytes_are_counted() {
        insta::assert_snapshot!(drawn(b"HI", b"HI\0\0\0"), @r#"
        HI
        HI[00 00 00]
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
            assert!(!beginning.contains('['), "a character was cut: {actual}");
        }
    }

    #[test]
    fn a_quotation_says_how_much_it_leaves_out() {
        assert_eq!(quoted(b"hello\r\n", 40), r#""hello\r\n""#);
        assert_eq!(quoted(&[0; 1019], 12), "[00 00 00]… (1019 bytes)");
        assert_eq!(quoted(br#"{"bye":true}"#, 40), r#"`{"bye":true}`"#);
        assert_eq!(quoted_of(b"ab", 5000, 12), r#""ab…" (5000 bytes)"#);
    }

    #[test]
    fn equal_bytes_need_no_picture() {
        assert_eq!(difference(b"abc", b"abc"), None);
    }

    #[test]
    fn marks_stand_where_the_pieces_end() {
        let cut = Cut { stream: "he你llo".into(), pieces: vec![2, 1, 2, 3], is_smallest: false };
        assert_eq!(with_cuts(&cut), "he│[e4]│[bd a0]│llo");
        let long = Cut { stream: vec![b'a'; 200], pieces: vec![1; 200], is_smallest: false };
        assert!(
            with_cuts(&long).ends_with("a│…\" (200 bytes in 200 pieces)"),
            "{}",
            with_cuts(&long)
        );
    }
}
