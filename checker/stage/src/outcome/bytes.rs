//! Bytes in readable form: text stays text, and everything else is escaped. Long runs are cut, with a note
//! about how much is missing.

/// ASCII upper-casing of bytes: the only "work" that the course's servers do.
pub fn upper(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_uppercase()
}

/// One readable unit of a byte string: a printable character or an escape.
///
/// `start` is the offset of its first byte, so that a caret can point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    pub start: usize,
    pub text: String,
}

/// Splits bytes into readable units: printable UTF-8 as it is, `\n`, `\r`, `\t`, `\"` and `\\`
/// by their escapes, and anything else as `\xNN`.
pub fn glyphs(bytes: &[u8]) -> Vec<Glyph> {
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            found.push(Glyph { start: at, text: escape(character) });
            at += character.len_utf8();
        }
        for byte in chunk.invalid() {
            found.push(Glyph { start: at, text: format!("\\x{byte:02x}") });
            at += 1;
        }
    }
    found
}

fn escape(character: char) -> String {
    match character {
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        c if c.is_control() => {
            let mut buffer = [0; 4];
            c.encode_utf8(&mut buffer).bytes().map(|b| format!("\\x{b:02x}")).collect()
        }
        c if is_format(c) => format!("\\u{{{:x}}}", u32::from(c)),
        c => c.into(),
    }
}

/// Format characters (Unicode's general category Cf, and the two separators Zl and Zp): they reorder,
/// join or hide the text around them and have no glyph of their own.
fn is_format(character: char) -> bool {
    matches!(
        u32::from(character),
        0xad | 0x0600..=0x0605
            | 0x061c
            | 0x06dd
            | 0x070f
            | 0x0890..=0x0891
            | 0x08e2
            | 0x180e
            | 0x200b..=0x200f
            | 0x2028..=0x202e
            | 0x2060..=0x206f
            | 0xfeff
            | 0xfff9..=0xfffb
            | 0x110bd
            | 0x110cd
            | 0x13430..=0x1343f
            | 0x1bca0..=0x1bca3
            | 0x1d173..=0x1d17a
            | 0xe0000..=0xe007f
    )
}

/// A program's text, safe to write to a terminal: control and format characters are escaped as in
/// [`glyphs`]. Line feeds and tabs stay, since they only lay the text out, and so do quotes and
/// backslashes.
pub fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (words, end) = match line.strip_suffix("\r\n") {
            Some(words) => (words, "\n"),
            None => line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n")),
        };
        for character in words.chars() {
            match character {
                '\t' | '"' | '\\' => safe.push(character),
                other => safe.push_str(&escape(other)),
            }
        }
        safe.push_str(end);
    }
    safe
}

/// Like [`harmless`], but for text from a compiler: its colours and text styles (the escape sequence SGR,
/// ECMA-48 8.3.117) stay as well.
pub fn harmless_but_coloured(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\x1b[") {
        let parameters = &rest[at + 2..];
        let length = parameters.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
        let is_style = parameters.as_bytes().get(length) == Some(&b'm');
        let end = at + 2 + if is_style { length + 1 } else { 0 };
        safe.push_str(&harmless(&rest[..at]));
        match is_style {
            true => safe.push_str(&rest[at..end]),
            false => safe.push_str(&harmless(&rest[at..end])),
        }
        rest = &rest[end..];
    }
    safe.push_str(&harmless(rest));
    safe
}

/// The bytes in double quotes, at most `limit` glyphs of them: `"hello\r\n"`. If glyphs are left out, the
/// total is given: `"aaaa…" (4096 bytes)`.
pub fn show(bytes: &[u8], limit: usize) -> String {
    let all = glyphs(bytes);
    if all.len() <= limit {
        let text: String = all.into_iter().map(|glyph| glyph.text).collect();
        return format!("\"{text}\"");
    }
    let text: String = all.into_iter().take(limit).map(|glyph| glyph.text).collect();
    format!("\"{text}…\" ({} bytes)", bytes.len())
}

/// The offset of the first byte in which the two differ. `None` if they are equal.
pub fn first_difference(expected: &[u8], heard: &[u8]) -> Option<usize> {
    let common = agreement(expected, heard);
    (common < expected.len() || common < heard.len()).then_some(common)
}

/// The length of their common prefix. Both may be millions of bytes long.
pub fn agreement(one: &[u8], other: &[u8]) -> usize {
    const BLOCK: usize = 4096;
    let blocks = one.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK));
    let same = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    same + one[same..].iter().zip(&other[same..]).take_while(|(a, b)| a == b).count()
}

/// Evidence keeps this many bytes beyond the expected ones, or beyond the first difference, and one more, which shows
/// that there were more.
pub const SURPLUS: usize = 16 << 10;

/// If these bytes were cut to that length: there were more than this many.
pub fn more_than(expected: &[u8], heard: &[u8]) -> Option<usize> {
    let all_but_one = heard.len().checked_sub(1)?;
    let lengths = [expected.len(), agreement(expected, heard)];
    lengths.contains(&all_but_one.checked_sub(SURPLUS)?).then_some(all_but_one)
}

/// How far the bytes that came agree with the expected ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// All of them have come.
    Whole,
    /// A beginning of them has come.
    Partial,
    /// Other bytes have come.
    Wrong,
}

impl Progress {
    pub fn of(heard: &[u8], expected: &[u8]) -> Progress {
        let common = heard.len().min(expected.len());
        match heard[..common] == expected[..common] {
            false => Progress::Wrong,
            true if common == expected.len() => Progress::Whole,
            true => Progress::Partial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_the_rest_is_escaped() {
        assert_eq!(show("你好 abc\r\n".as_bytes(), 40), r#""你好 abc\r\n""#);
        assert_eq!(show(b"\x00\xff\x7f\"\\", 40), r#""\x00\xff\x7f\"\\""#);
    }

    #[test]
    fn control_and_invisible_characters_are_escaped() {
        assert_eq!(
            show("a\u{202e}b\u{200b}\u{85}".as_bytes(), 9),
            r#""a\u{202e}b\u{200b}\xc2\x85""#
        );
        let text = "C:\\x \"\t\u{1b}]0;t\u{7}\u{9b}2J\rover\u{2066}\u{7f}\r\nsecond\u{feff}\n";
        let safe = "C:\\x \"\t\\x1b]0;t\\x07\\xc2\\x9b2J\\rover\\u{2066}\\x7f\nsecond\\u{feff}\n";
        assert_eq!(harmless(text), safe);
    }

    #[test]
    fn a_compiler_keeps_its_colours_and_nothing_else() {
        let text = "\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m: \u{1b}[2J\u{1b}]0;t\u{7} x\u{1b}[";
        let safe = "\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m: \\x1b[2J\\x1b]0;t\\x07 x\\x1b[";
        assert_eq!(harmless_but_coloured(text), safe);
    }

    #[test]
    fn a_character_cut_in_two_shows_its_bytes() {
        assert_eq!(show(&"你".as_bytes()[..2], 40), r#""\xe4\xbd""#);
    }

    #[test]
    fn long_runs_say_how_long_they_are() {
        assert_eq!(show(&[b'a'; 4096], 4), r#""aaaa…" (4096 bytes)"#);
    }

    #[test]
    fn the_first_difference_may_be_a_length() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        assert_eq!(first_difference(b"abc", b"abd"), Some(2));
        assert_eq!(first_difference(b"abc", b"ab"), Some(2));
        assert_eq!(first_difference(b"", b"x"), Some(0));
    }

    #[test]
    fn long_streams_are_compared_to_the_byte() {
        let long: Vec<u8> = (0..251).collect::<Vec<u8>>().repeat(100);
        for place in [0, 4095, 4096, 9000, long.len() - 1] {
            let mut other = long.clone();
            other[place] ^= 1;
            assert_eq!(agreement(&long, &other), place);
            assert_eq!(agreement(&long, &long[..place]), place);
        }
        assert_eq!(agreement(&long, &long), long.len());
    }
}
