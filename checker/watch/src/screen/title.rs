//! The first line: the lesson, and a progress bar of the course.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Look, faint, good, strong};
use crate::app::App;
use crate::course;
use crate::rich::{Line, columns, draw_line, piece};

pub fn draw(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let mut left = vec![piece(" ", Style::new())];
    match app.lesson() {
        Some(lesson) => left.push(look.chapter(lesson.heading(), strong(), lesson)),
        None => left.push(piece("socketlings", strong())),
    }
    draw_line(buffer, area, &left, look.links);
    let right = bar(app, usize::from(area.width).saturating_sub(columns(&left) + 3));
    let width = u16::try_from(columns(&right)).unwrap_or(u16::MAX);
    if width < area.width {
        let at = Rect { x: area.right() - width, width, ..area };
        draw_line(buffer, at, &right, false);
    }
}

/// `███░░░ 3 of 25 passed `, with one block for each lesson. With little room, the bar is left out, and
/// then the text, too.
fn bar(app: &App, room: usize) -> Line {
    let (passed, all) = (course::passed(&app.course), app.course.lessons.len());
    let words = format!(" {passed} of {all} passed ");
    if all == 0 || room < columns(&[piece(&words, Style::new())]) {
        return Line::new();
    }
    let blocks = room.saturating_sub(words.len()).min(all);
    if blocks < 5 {
        return vec![piece(words, Style::new())];
    }
    let full = blocks * passed / all;
    vec![
        piece("█".repeat(full), good()),
        piece("░".repeat(blocks - full), faint()),
        piece(words, Style::new()),
    ]
}
