//! Text on a terminal: how many columns it takes, lines that end before the margin, and the one
//! and the many.

use std::sync::OnceLock;

/// Lines of sentences are no longer than this: longer ones are hard to read.
const MARGIN: usize = 92;

/// No line is made to end before this column: words would stand one below the other.
const NARROWEST: usize = 30;

/// The terminal's columns, where standard output is one. `main` looks; a test has none, so that
/// what it sees does not depend on the window in which it runs.
static SCREEN: OnceLock<usize> = OnceLock::new();

/// From now on lines fit into a terminal of so many columns.
pub fn fits_into(columns: usize) {
    // Whoever was first has looked at the same terminal.
    let _ = SCREEN.set(columns);
}

/// How many columns the terminal has, where standard output is one.
pub fn screen() -> Option<usize> {
    SCREEN.get().copied()
}

/// Sentences end before this column: the one that `COLUMNS` asks for ("the user's preferred width in
/// column positions for the terminal screen", POSIX.1-2024, XBD 8.3), or else the last of the
/// terminal, where that is narrow.
pub fn margin() -> usize {
    static WANTED: OnceLock<Option<usize>> = OnceLock::new();
    let asked = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let fits = || screen().map_or(MARGIN, |columns| columns.min(MARGIN));
    WANTED.get_or_init(asked).unwrap_or_else(fits).max(NARROWEST)
}

/// What belongs behind a head of so many columns: in one line for a pipe, whose reader may look for
/// lines; on a terminal in lines that stand below each other.
pub fn hanging(text: &str, head: usize) -> String {
    match screen() {
        Some(columns) => hanging_before(columns, text, head),
        None => text.to_owned(),
    }
}

fn hanging_before(margin: usize, text: &str, head: usize) -> String {
    if margin < head + NARROWEST {
        // Behind the head there is too little room, below it there is more.
        return format!("\n{}", wrap_before(margin.max(NARROWEST), text, "      "));
    }
    wrap_before(margin, text, &" ".repeat(head)).trim_start().to_owned()
}

/// How many columns of a terminal this takes. Chinese, Japanese and Korean characters and
/// pictures take two, combining marks none. Coarse, but right for what a lesson sends.
pub fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn width(character: char) -> usize {
    match u32::from(character) {
        0x0300..=0x036f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// The text in lines, each with `indent` before it; a word that is longer than a line has one of
/// its own. Line ends in the text stay.
pub fn wrap(text: &str, indent: &str) -> String {
    wrap_before(margin(), text, indent)
}

/// The same, where lines end before another column.
pub fn wrap_before(margin: usize, text: &str, indent: &str) -> String {
    let room = margin.saturating_sub(columns(indent));
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && columns(&line) + 1 + columns(word) > room {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    let indented = lines.iter().map(|line| format!("{indent}{line}").trim_end().to_owned());
    indented.collect::<Vec<_>>().join("\n")
}

/// The text, or as much of it as `room` columns hold, with `…` where the rest is left out.
pub fn clipped(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut taken = 1;
    let fits = |character: &char| {
        taken += width(*character);
        taken <= room
    };
    let mut clipped: String = text.chars().take_while(fits).collect();
    clipped.push('…');
    clipped
}

/// `1 case`, `3 cases`.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// A long number in groups of three digits: `2,807,808`.
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

/// The text with a capital at its beginning.
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
    fn what_hangs_behind_a_head_stands_below_itself() {
        let text = "one two three four five six seven";
        let hung = hanging_before(36, text, 6);
        assert_eq!(hung, "one two three four five six\n      seven");
        let hung = hanging_before(30, text, 6);
        assert_eq!(hung, "\n      one two three four five\n      six seven");
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_said_to_be() {
        assert_eq!(clipped("abc", 3), "abc");
        assert_eq!(clipped("abcd", 3), "ab…");
        assert_eq!(clipped("你好吗", 5), "你好…");
    }

    #[test]
    fn one_and_many() {
        assert_eq!(count(1, "case"), "1 case");
        assert_eq!(count(0, "case"), "0 cases");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(capital("the server"), "The server");
    }
}
