//! A page of text, over the whole body.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Look, below, faint, rule, strong, text_width};
use crate::app::{App, Overlay};
use crate::rich::{Line, draw as draw_lines, draw_line, piece, read, wrapped};

pub fn draw(buffer: &mut Buffer, area: Rect, app: &mut App, look: &Look) {
    let Overlay::Page(page) = &mut app.overlay else { return };
    let lines = match page.text.trim_end() {
        "" if !page.is_whole => vec![vec![piece("loading …", faint())]],
        text => wrapped(&read(text), usize::from(text_width(area.width))),
    };
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..below(area, 1) };
    app.page = usize::from(inside.height);
    page.scroll = page.scroll.min(lines.len().saturating_sub(app.page));
    let title = vec![piece(page.title.clone(), strong())];
    let right = match page.is_whole {
        true => place(page.scroll, app.page, lines.len()),
        false => vec![piece("loading …", faint())],
    };
    let across = rule(area.width, title, right);
    draw_line(buffer, Rect { height: area.height.min(1), ..area }, &across, look.links);
    draw_lines(buffer, inside, &lines[page.scroll..], look.links);
}

/// The visible part of a longer text: `1–10 of 34 ↓`.
pub fn place(scroll: usize, page: usize, lines: usize) -> Line {
    if lines <= page {
        return Line::new();
    }
    let last = (scroll + page).min(lines);
    let up = if scroll > 0 { "↑" } else { "" };
    let down = if last < lines { "↓" } else { "" };
    vec![piece(format!("{}–{last} of {lines} {up}{down}", scroll + 1), Style::new())]
}
