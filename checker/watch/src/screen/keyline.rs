//! The last line: the keys that are available now, a question, or a short message.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{Look, doubtful, faint};
use crate::app::{App, Overlay};
use crate::rich::{Line, columns, draw_line, piece};

pub fn draw(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let words = match (&app.notice, &app.overlay) {
        (Some(notice), _) => vec![piece(format!(" {notice}"), doubtful())],
        (None, Overlay::AskReset) => {
            let asks =
                " Reset this lesson to its first state? (y/n)  Your files are kept in a backup.";
            vec![piece(asks, doubtful())]
        }
        (None, Overlay::Page(page)) if page.title == "Hint" => keys(
            &[("h", "next hint"), ("Esc", "back"), ("↑↓", "scroll"), ("q", "quit")],
            area.width,
        ),
        (None, Overlay::Page(_)) => {
            keys(&[("Esc", "back"), ("↑↓", "scroll"), ("PgDn", "page"), ("q", "quit")], area.width)
        }
        (None, Overlay::List(_)) => {
            keys(&[("Enter", "open"), ("↑↓", "choose"), ("Esc", "back"), ("q", "quit")], area.width)
        }
        (None, Overlay::Nothing) => keys(&of_lesson(app), area.width),
    };
    draw_line(buffer, area, &words, look.links);
}

fn of_lesson(app: &App) -> Vec<(&'static str, &'static str)> {
    let mut keys = Vec::new();
    if app.is_passed() && app.next().is_some() {
        keys.push(("n", "next"));
    }
    if app.is_passed() {
        keys.push(("s", "solution"));
    }
    keys.extend([("h", "hint"), ("t", "trace")]);
    if !app.is_passed() {
        keys.push(("x", "explain"));
    }
    keys.extend([("e", "edit"), ("l", "list"), ("r", "reset"), ("q", "quit"), ("?", "more")]);
    keys
}

/// The keys with their labels, or the keys alone if there is not enough room.
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
        // No space after the last one.
        if let Some(last) = line.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        line
    };
    let whole = line(true);
    if columns(&whole) <= usize::from(width) { whole } else { line(false) }
}
