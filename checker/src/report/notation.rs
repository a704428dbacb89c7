//! The two notations for bytes: text in quotes, `"hello\r\n"`, and groups, `[00 00 00 09]
//! {"join":"bob"}`. Groups show unprintable bytes in hexadecimal and text as it is, so they need no
//! escapes.

use stage::bytes::glyphs;

use super::text::columns;

/// How bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    Quoted,
    Groups,
}

/// One readable unit: a character, an escape, or a byte in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    text: String,
    is_hex: bool,
}

impl Notation {
    /// Text is quoted if its only escapes are those of lines and tabs.
    pub fn of(bytes: &[u8]) -> Notation {
        let is_plain =
            |text: &str| !text.starts_with('\\') || matches!(text, "\\n" | "\\r" | "\\t");
        match glyphs(bytes).iter().all(|glyph| is_plain(&glyph.text)) {
            true => Notation::Quoted,
            false => Notation::Groups,
        }
    }

    /// The units of these bytes.
    pub fn units(self, bytes: &[u8]) -> Vec<Unit> {
        self.units_after(false, bytes)
    }

    /// The units of these bytes. A group at their beginning may be the rest of one that was cut.
    pub fn units_after(self, is_cut: bool, bytes: &[u8]) -> Vec<Unit> {
        let glyphs = glyphs(bytes);
        let ends = glyphs.iter().skip(1).map(|glyph| glyph.start).chain([bytes.len()]);
        let mut units = Vec::with_capacity(glyphs.len());
        for (glyph, end) in glyphs.iter().zip(ends) {
            match (self, glyph.text.as_str()) {
                (Notation::Groups, "\\\"") => units.push(Unit::text("\"")),
                (Notation::Groups, "\\\\") => units.push(Unit::text("\\")),
                (Notation::Groups, escape) if escape.starts_with('\\') => {
                    units.extend(bytes[glyph.start..end].iter().map(Unit::hex));
                }
                (_, text) => units.push(Unit::text(text)),
            }
        }
        if self == Notation::Groups {
            let rest = units.iter().take_while(|unit| is_cut && unit.is_hex).count();
            complete_lengths(&mut units[rest..]);
            leave_lines_in_text(&mut units);
        }
        units
    }

    /// The units of these bytes. The first `header` of them are numbers, even if they are printable.
    pub fn units_after_header(self, header: usize, bytes: &[u8]) -> Vec<Unit> {
        let (header, rest) = bytes.split_at(header.min(bytes.len()));
        let mut units: Vec<Unit> = header.iter().map(Unit::hex).collect();
        units.extend(self.units(rest));
        units
    }

    /// The text between the marks of this notation.
    pub fn delimited(self, text: &str) -> String {
        match self {
            Notation::Quoted => format!("\"{text}\""),
            Notation::Groups => text.to_owned(),
        }
    }
}

/// In a four-byte length, two or three bytes are often zero, and another one may be a printable
/// character. That byte belongs to the group, on either side: `[00 00 00 3f]`, `[3f 00 00 00]`.
fn complete_lengths(units: &mut [Unit]) {
    const REST: usize = 3;
    let mut at = 0;
    while at < units.len() {
        let group = units[at..].iter().take_while(|unit| unit.is_hex).count();
        let end = at + group;
        let zeros = units[at..end].iter().filter(|unit| unit.text == "00").count();
        if group == REST && zeros + 1 >= REST {
            let is_alone = at == 1 || at > 1 && units[at - 2].is_hex;
            let neighbour =
                if is_alone { Some(at - 1) } else { (end < units.len()).then_some(end) };
            if let Some(neighbour) = neighbour {
                units[neighbour].show_as_hex();
            }
        }
        at = end + 1;
    }
}

/// Writes the value beside a group that is a number of four bytes: `[00 00 00 10 = 16]`. The number is
/// below 65,536, so two bytes at one end are zero. `LE` means that the lowest byte comes first.
pub fn name_numbers(units: &mut [Unit]) {
    for group in units.chunk_by_mut(|one, next| one.is_hex == next.is_hex) {
        if let [_, _, _, last] = &group[..]
            && last.is_hex
            && let Some(value) = value(group)
        {
            group[3].text += &format!(" = {value}");
        }
    }
}

/// The value of a group of four bytes, if two bytes at one end are zero.
fn value(group: &[Unit]) -> Option<String> {
    let byte = |unit: &Unit| u32::from_str_radix(&unit.text, 16).ok();
    let bytes: Vec<u32> = group.iter().filter_map(byte).collect();
    match bytes[..] {
        [0, 0, high, low] => Some((high << 8 | low).to_string()),
        [low, high, 0, 0] => Some(format!("{} LE", high << 8 | low)),
        _ => None,
    }
}

/// The escapes of bytes that end lines and align text.
const LINES: [(&str, &str); 3] = [("09", "\\t"), ("0a", "\\n"), ("0d", "\\r")];

/// Line ends and tabs in the middle of text belong to it: `[00 05] "ab\tc\n"`. Text with quotation marks
/// or backslashes of its own cannot be quoted, so they stay groups beside it.
fn leave_lines_in_text(units: &mut [Unit]) {
    let mut at = 0;
    while at < units.len() {
        let length = length_of_text(&units[at..]);
        let (text, rest) = units[at..].split_at_mut(length);
        let is_quotable = text.iter().all(|unit| !matches!(unit.text.as_str(), "\"" | "\\"));
        if is_quotable && text.iter().any(|unit| !unit.is_hex) {
            text.iter_mut().for_each(Unit::show_as_line);
        }
        at += text.len() + rest.iter().take_while(|unit| unit.is_hex).count();
    }
}

/// The number of units before the first group with a byte that is not a line end or a tab.
fn length_of_text(units: &[Unit]) -> usize {
    let is_text = |run: &&[Unit]| !run[0].is_hex || run.iter().all(|unit| unit.line().is_some());
    let runs = units.chunk_by(|one, next| one.is_hex == next.is_hex);
    runs.take_while(is_text).map(<[Unit]>::len).sum()
}

impl Unit {
    /// Turns an ASCII character into its byte.
    fn show_as_hex(&mut self) {
        if let [byte @ 0x20..0x7f] = self.text.as_bytes() {
            *self = Unit::hex(byte);
        }
    }

    /// The escape of a line end or a tab.
    fn line(&self) -> Option<&'static str> {
        let found = LINES.iter().find(|(byte, _)| self.is_hex && *byte == self.text);
        found.map(|(_, escape)| *escape)
    }

    fn show_as_line(&mut self) {
        if let Some(escape) = self.line() {
            *self = Unit::text(escape);
        }
    }

    fn is_escape(&self) -> bool {
        !self.is_hex && LINES.iter().any(|(_, escape)| *escape == self.text)
    }

    fn text(text: &str) -> Unit {
        Unit { text: text.to_owned(), is_hex: false }
    }

    fn hex(byte: &u8) -> Unit {
        Unit { text: format!("{byte:02x}"), is_hex: true }
    }

    pub fn is_hex(&self) -> bool {
        self.is_hex
    }
}

/// As many units as fit into `room` columns, and whether these are all.
pub fn within(units: &[Unit], room: usize) -> (String, bool) {
    let mut taken = 0;
    let mut fits = 0;
    for (at, unit) in units.iter().enumerate() {
        let is_other = at > 0 && units[at - 1].is_hex != unit.is_hex;
        let space = usize::from(is_other || unit.is_hex && at > 0);
        // A new group needs its two brackets.
        let brackets = if unit.is_hex && (is_other || at == 0) { 2 } else { 0 };
        taken += space + brackets + columns(&unit.text);
        if taken > room {
            break;
        }
        fits += 1;
    }
    (joined(&units[..fits]), fits == units.len())
}

/// Joins the units into runs of text and groups of bytes: `[00 09] ab`.
fn joined(units: &[Unit]) -> String {
    let runs: Vec<&[Unit]> = units.chunk_by(|one, next| one.is_hex == next.is_hex).collect();
    let is_alone = runs.len() == 1;
    let run = |run: &&[Unit]| {
        let texts: Vec<&str> = run.iter().map(|unit| unit.text.as_str()).collect();
        let text = texts.concat();
        match run[0].is_hex {
            true => format!("[{}]", texts.join(" ")),
            false if !is_alone && needs_quotes(run, &text) => format!("\"{text}\""),
            false => text,
        }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(" ")
}

/// Whether text beside a group begins or ends with a space, which would not be seen, or has escapes.
fn needs_quotes(run: &[Unit], text: &str) -> bool {
    let ends_in_space = text.starts_with(' ') || text.ends_with(' ');
    (ends_in_space || run.iter().any(Unit::is_escape)) && !text.contains('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> String {
        let notation = Notation::of(bytes);
        notation.delimited(&within(&notation.units(bytes), 80).0)
    }

    #[test]
    fn text_is_quoted_and_lines_show_their_ends() {
        assert_eq!(written("你好\tabc\r\n".as_bytes()), r#""你好\tabc\r\n""#);
        assert_eq!(written(b""), r#""""#);
    }

    #[test]
    fn bytes_that_are_not_text_stand_in_groups() {
        assert_eq!(written(b"\x00\x00\x00\x04lAfF"), "[00 00 00 04] lAfF");
        assert_eq!(
            written(b"\x00\x00\x00\x10{\"join\":\"alice\"}"),
            "[00 00 00 10] {\"join\":\"alice\"}"
        );
        assert_eq!(written(b"\x00\x04 ab "), "[00 04] \" ab \"");
        assert_eq!(written(b"\x00\x05ab\tc\n"), "[00 05] \"ab\\tc\\n\"");
        assert_eq!(written(b"\x00\x00\x00\nab"), "[00 00 00 0a] ab");
        assert_eq!(written(b"{\"a\":1}\n"), "{\"a\":1} [0a]");
        assert_eq!(written(b"\x00\x00\x00?{}"), "[00 00 00 3f] {}");
        assert_eq!(written(b"3\x00\x00\x00{}"), "[33 00 00 00] {}");
        assert_eq!(written(b"HI\x00\x00\x00"), "HI [00 00 00]");
        assert_eq!(written("a\u{202e}\n".as_bytes()), "a [e2 80 ae 0a]");
        assert_eq!(written(&"你".as_bytes()[..2]), "[e4 bd]");
    }

    #[test]
    fn a_group_of_four_bytes_has_its_value_beside_it() {
        let named = |bytes: &[u8]| {
            let mut units = Notation::Groups.units(bytes);
            name_numbers(&mut units);
            within(&units, 80).0
        };
        assert_eq!(named(b"\0\0\x10\x0aab"), "[00 00 10 0a = 4106] ab");
        assert_eq!(named(b"\x09\0\0\0ab"), "[09 00 00 00 = 9 LE] ab");
        assert_eq!(named(b"\x01\0\0\x01ab"), "[01 00 00 01] ab");
        assert_eq!(named(b"\0\0ab"), "[00 00] ab");
    }

    #[test]
    fn no_escape_is_escaped() {
        assert_eq!(written(br#"{"say":"\u202e"}"#), r#"{"say":"\u202e"}"#);
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_brackets_are_closed() {
        let units = Notation::Groups.units(b"\x00\x01\x02ab");
        let widths: Vec<usize> = (0..16).map(|room| columns(&within(&units, room).0)).collect();
        assert!(widths.iter().enumerate().all(|(room, width)| *width <= room), "{widths:?}");
        assert_eq!(within(&units, 8), ("[00 01]".to_owned(), false));
        assert_eq!(within(&units, 13), ("[00 01 02] ab".to_owned(), true));
    }
}
