//! Text with colours and links: reads the escape sequences that the checker writes for a terminal, wraps
//! the text, and draws it.

use std::rc::Rc;

use anstream::adapter::WinconBytes;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The beginning of a link, followed by its target, which ends with `ESC \` or BEL. An empty target ends
/// the link (OSC 8).
const LINK: &str = "\x1b]8;";

/// Text in one style, with an optional link.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub text: String,
    pub style: Style,
    pub link: Option<Rc<str>>,
}

pub type Line = Vec<Piece>;

/// Text in this style.
pub fn piece(text: impl Into<String>, style: impl Into<Style>) -> Piece {
    Piece { text: text.into(), style: style.into(), link: None }
}

/// The width of a line in columns.
pub fn columns(line: &[Piece]) -> usize {
    line.iter().map(|piece| piece.text.width()).sum()
}

/// Parses a text with escape sequences.
pub fn read(text: &str) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let mut styles = WinconBytes::new();
    let mut link: Option<Rc<str>> = None;
    let mut rest = text;
    while !rest.is_empty() {
        let at = rest.find(LINK).unwrap_or(rest.len());
        for (style, text) in styles.extract_next(&rest.as_bytes()[..at]) {
            add(&mut lines, &text, style.into(), link.as_ref());
        }
        rest = &rest[at..];
        let Some(inside) = rest.strip_prefix(LINK) else { continue };
        let (target, after) = end_of_link(inside);
        // Parameters and a semicolon come before the target.
        let target = target.split_once(';').map_or("", |(_, target)| target);
        link = (!target.is_empty()).then(|| target.into());
        rest = after;
    }
    lines
}

/// The target of a link, and the text after it. A link without an end has an empty target.
fn end_of_link(text: &str) -> (&str, &str) {
    let ends = ["\x1b\\", "\x07"].map(|end| text.find(end).map(|at| (at, at + end.len())));
    match ends.into_iter().flatten().min() {
        Some((end, after)) => (&text[..end], &text[after..]),
        None => ("", text),
    }
}

fn add(lines: &mut Vec<Line>, text: &str, style: Style, link: Option<&Rc<str>>) {
    for (index, part) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push(Line::new());
        }
        // A terminal has a tab stop at every eighth column. Here a tab becomes four spaces.
        let part = part.replace('\t', "    ").replace('\r', "");
        if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
            line.push(Piece { text: part, style, link: link.cloned() });
        }
    }
}

/// Wraps the lines. A continuation line keeps the indent of its line. A word that is longer than a line
/// is cut.
pub fn wrapped(lines: &[Line], width: usize) -> Vec<Line> {
    lines.iter().flat_map(|line| wrapped_line(line, width.max(1))).collect()
}

fn wrapped_line(line: &Line, width: usize) -> Vec<Line> {
    if columns(line) <= width {
        return vec![line.clone()];
    }
    // Each character, with the piece that it belongs to.
    let all: Vec<(char, &Piece)> =
        line.iter().flat_map(|piece| piece.text.chars().map(move |c| (c, piece))).collect();
    let blanks = all.iter().take_while(|(c, _)| *c == ' ').count();
    let indent = if blanks + 10 < width { blanks } else { 0 };
    let (mut lines, mut rest) = (Vec::new(), &all[..]);
    while !rest.is_empty() {
        let lead = if lines.is_empty() { 0 } else { indent };
        let count = fitting(rest, width - lead);
        let (now, later) = rest.split_at(count);
        lines.push(joined(now, lead));
        let skipped = later.iter().take_while(|(c, _)| *c == ' ').count();
        rest = &later[skipped..];
    }
    lines
}

/// The number of these characters that fit into a line, up to its last space if there is one.
fn fitting(all: &[(char, &Piece)], width: usize) -> usize {
    let mut taken = 0;
    let over = all.iter().position(|(c, _)| {
        taken += c.width().unwrap_or(0);
        taken > width
    });
    let Some(over) = over else { return all.len() };
    if all[over].0 == ' ' {
        return over;
    }
    let first_word = all.iter().take_while(|(c, _)| *c == ' ').count();
    let blank = all[..over].iter().rposition(|(c, _)| *c == ' ');
    blank.filter(|blank| *blank > first_word).unwrap_or(over).max(1)
}

/// Joins the characters to pieces again.
fn joined(all: &[(char, &Piece)], lead: usize) -> Line {
    let mut line = Line::new();
    if lead > 0 {
        line.push(piece(" ".repeat(lead), Style::new()));
    }
    let mut before: Option<&Piece> = None;
    for (c, of) in all {
        match line.last_mut() {
            Some(last) if before.is_some_and(|before| std::ptr::eq(before, *of)) => {
                last.text.push(*c);
            }
            _ => line.push(Piece { text: c.to_string(), ..(*of).clone() }),
        }
        before = Some(of);
    }
    line
}

/// Draws lines from the top of the area. Lines that do not fit are left out.
pub fn draw(buffer: &mut Buffer, area: Rect, lines: &[Line], links: bool) {
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        draw_line(buffer, Rect { y, height: 1, ..area }, line, links);
    }
}

pub fn draw_line(buffer: &mut Buffer, area: Rect, line: &[Piece], links: bool) {
    let mut x = area.left();
    for piece in line {
        let room = usize::from(area.right().saturating_sub(x));
        let (end, _) = buffer.set_stringn(x, area.y, &piece.text, room, piece.style);
        if links && let Some(target) = &piece.link {
            linked(buffer, x..end, area.y, target);
        }
        x = end;
    }
}

/// Makes each cell a link. The terminal joins adjacent cells with the same target.
fn linked(buffer: &mut Buffer, columns: std::ops::Range<u16>, y: u16, target: &str) {
    let mut x = columns.start;
    while x < columns.end {
        let cell = &mut buffer[(x, y)];
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let symbol = format!("\x1b]8;;{target}\x1b\\{}\x1b]8;;\x1b\\", cell.symbol());
        cell.set_symbol(&symbol);
        if let Some(width) = std::num::NonZeroU16::new(width) {
            cell.set_diff_option(CellDiffOption::ForcedWidth(width));
        }
        x += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Modifier};

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.iter().map(|piece| &piece.text[..]).collect()).collect()
    }

    #[test]
    fn colours_and_links_are_read() {
        let lines =
            read("\x1b[1m\x1b[31m✗\x1b[0m a\nb \x1b]8;;file:///x\x1b\\c\x1b[32md\x1b]8;;\x1b\\e");
        assert_eq!(texts(&lines), ["✗ a", "b cde"]);
        let cross = lines[0][0].style;
        assert_eq!(cross.fg, Some(Color::Red));
        assert!(cross.add_modifier.contains(Modifier::BOLD));
        let linked: Vec<&str> = lines[1]
            .iter()
            .filter(|piece| piece.link.as_deref() == Some("file:///x"))
            .map(|piece| &piece.text[..])
            .collect();
        assert_eq!(linked, ["c", "d"]);
    }

    #[test]
    fn lines_fit_and_keep_their_indent() {
        let lines = read("    one two three four five\nshort\n  12345678901234567890123");
        assert_eq!(
            texts(&wrapped(&lines, 16)),
            [
                "    one two",
                "    three four",
                "    five",
                "short",
                "  12345678901234",
                "  567890123"
            ]
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(texts(&wrapped(&read("你好你好"), 5)), ["你好", "你好"]);
        assert_eq!(texts(&wrapped(&read("你好"), 1)), ["你", "好"]);
    }
}
