//! Text on a terminal: its width in columns, line breaks, and plurals.

use std::sync::OnceLock;

use textwrap::{WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most columns of a line of prose. Longer lines are hard to read.
const MARGIN: usize = 92;

/// The least width of a line. In a narrower line, each word would stand alone.
const NARROWEST: usize = 30;

/// The terminal's width, if standard output is a terminal. `main` sets it. Tests do not, so that
/// their result does not depend on the window.
static SCREEN: OnceLock<usize> = OnceLock::new();

/// From now on, lines fit into a terminal with this many columns.
pub fn fits_into(columns: usize) {
    // An earlier call has asked the same terminal.
    let _ = SCREEN.set(columns);
}

/// The terminal's width in columns, if standard output is a terminal.
pub fn screen() -> Option<usize> {
    SCREEN.get().copied()
}

/// The column before which prose ends: the value of `COLUMNS` ("the user's preferred width in column
/// positions for the terminal screen", POSIX.1-2024, XBD 8.3), or else the width of a narrow
/// terminal, or else [`MARGIN`].
pub fn margin() -> usize {
    static WANTED: OnceLock<Option<usize>> = OnceLock::new();
    let asked = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let fits = || screen().map_or(MARGIN, |columns| columns.min(MARGIN));
    WANTED.get_or_init(asked).unwrap_or_else(fits).max(NARROWEST)
}

/// The text after a head of this many columns. In a pipe it stays one line, because its reader may
/// search for lines. On a terminal it is wrapped, with an indent.
pub fn hanging(text: &str, head: usize) -> String {
    match screen() {
        Some(columns) => hanging_before(columns, text, head),
        None => text.to_owned(),
    }
}

fn hanging_before(margin: usize, text: &str, head: usize) -> String {
    if margin < head + NARROWEST {
        // There is too little room after the head, and more on the next line.
        return format!("\n{}", wrap_before(margin.max(NARROWEST), text, "      "));
    }
    wrap_before(margin, text, &" ".repeat(head)).trim_start().to_owned()
}

/// The width of the text in columns. Chinese, Japanese and Korean characters and emoji take two
/// columns, combining marks none (Unicode, UAX #11).
pub fn columns(text: &str) -> usize {
    text.width()
}

/// The text in lines, each with this indent. A word that is longer than a line has its own line.
/// Line breaks in the text stay.
pub fn wrap(text: &str, indent: &str) -> String {
    wrap_before(margin(), text, indent)
}

/// Like [`wrap`], but with another margin.
pub fn wrap_before(margin: usize, text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(margin)
        .initial_indent(indent)
        .subsequent_indent(indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let lines = textwrap::wrap(text, options);
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The text, or its beginning with `…` if it does not fit into `room` columns.
pub fn clipped(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut taken = 1;
    let fits = |character: &char| {
        taken += character.width().unwrap_or(0);
        taken <= room
    };
    let mut clipped: String = text.chars().take_while(fits).collect();
    clipped.push('…');
    clipped
}

/// Like [`clipped`], but ends at a word, unless a word is longer than half of the room.
pub fn shortened(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let clipped = clipped(text, room.saturating_sub(1));
    let cut = clipped.strip_suffix('…').unwrap_or(&clipped);
    let is_between = text[cut.len()..].starts_with(char::is_whitespace);
    let words =
        if is_between { cut } else { cut.rsplit_once(char::is_whitespace).map_or(cut, |(w, _)| w) };
    let words = if 2 * columns(words) < room { cut } else { words };
    format!("{} …", words.trim_end())
}

/// `1 case`, `3 cases`.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The number in groups of three digits: `2,807,808`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// The text with an upper-case first letter.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(columns("abc"), 3);
        assert_eq!(columns("你好 a"), 6);
        assert_eq!(columns("│✓…"), 3);
    }

    #[test]
    fn no_line_passes_the_margin_but_a_word_that_is_longer_than_it() {
        let text = format!("{} {}", "word ".repeat(60), "x".repeat(200));
        let wrapped = wrap(&text, "    ");
        let (lines, last) = wrapped.rsplit_once('\n').unwrap();
        assert!(lines.lines().all(|line| line.starts_with("    ") && columns(line) <= margin()));
        assert_eq!(last.trim().len(), 200);
    }

    #[test]
    fn text_after_a_head_is_indented() {
        let text = "one two three four five six seven";
        let hung = hanging_before(36, text, 6);
        assert_eq!(hung, "one two three four five six\n      seven");
        let hung = hanging_before(30, text, 6);
        assert_eq!(hung, "\n      one two three four five\n      six seven");
    }

    #[test]
    fn a_clipped_text_ends_with_an_ellipsis() {
        assert_eq!(clipped("abc", 3), "abc");
        assert_eq!(clipped("abcd", 3), "ab…");
        assert_eq!(clipped("你好吗", 5), "你好…");
    }

    #[test]
    fn a_shortened_text_ends_at_a_word() {
        assert_eq!(shortened("alice should hear nothing", 30), "alice should hear nothing");
        assert_eq!(shortened("alice should hear nothing", 20), "alice should hear …");
        assert_eq!(shortened("alice should hear nothing", 19), "alice should hear …");
        assert_eq!(shortened("alice should hear nothing", 18), "alice should …");
        assert_eq!(shortened("a veryveryverylongword", 12), "a veryvery …");
    }

    #[test]
    fn counts_and_lists_are_phrases() {
        assert_eq!(count(1, "case"), "1 case");
        assert_eq!(count(0, "case"), "0 cases");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(capital("the server"), "The server");
    }
}
