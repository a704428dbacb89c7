//! The last line: the keys that do something now; or a question, or something said in passing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{Look, doubtful, faint};
use crate::app::{Desk, Over};
use crate::rich::{Line, columns, draw_line, piece};

pub fn draw(buffer: &mut Buffer, area: Rect, desk: &Desk, look: &Look) {
    let words = match (&desk.notice, &desk.over) {
        (Some(notice), _) => vec![piece(format!(" {notice}"), doubtful())],
        (None, Over::AskReset) => {
            let asks =
                " Put this lesson back as it was at first? (y/n)  Yours is kept in a backup.";
            vec![piece(asks, doubtful())]
        }
        (None, Over::Page(page)) if page.title == "Hint" => keys(
            &[("h", "next hint"), ("Esc", "back"), ("↑↓", "scroll"), ("q", "quit")],
            area.width,
        ),
        (None, Over::Page(_)) => {
            keys(&[("Esc", "back"), ("↑↓", "scroll"), ("PgDn", "page"), ("q", "quit")], area.width)
        }
        (None, Over::List(_)) => {
            keys(&[("Enter", "open"), ("↑↓", "choose"), ("Esc", "back"), ("q", "quit")], area.width)
        }
        (None, Over::Nothing) => keys(&of_lesson(desk), area.width),
    };
    draw_line(buffer, area, &words, look.links);
}

fn of_lesson(desk: &Desk) -> Vec<(&'static str, &'static str)> {
    let mut keys = Vec::new();
    if desk.is_passed() && desk.next().is_some() {
        keys.push(("n", "next"));
    }
    if desk.is_passed() {
        keys.push(("s", "solution"));
    }
    keys.extend([("h", "hint"), ("t", "trace"), ("e", "explain"), ("l", "list")]);
    keys.extend([("r", "reset"), ("q", "quit"), ("?", "more")]);
    keys
}

/// Each key with what it does; the keys alone where there is no room for that.
fn keys(keys: &[(&str, &str)], width: u16) -> Line {
    let line = |with_words: bool| {
        let mut line = Line::new();
        for (key, does) in keys {
            line.push(piece(" ", Style::new()));
            line.push(piece(*key, Style::new().add_modifier(Modifier::BOLD)));
            if with_words {
                line.push(piece(format!(" {does} "), faint()));
            }
        }
        // No blank behind the last one.
        if let Some(last) = line.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        line
    };
    let whole = line(true);
    if columns(&whole) <= usize::from(width) { whole } else { line(false) }
}
