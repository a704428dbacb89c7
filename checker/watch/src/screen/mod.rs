//! Draws the screen: a title, the body, and a line of keys. An overlay takes the whole body.

mod body;
mod detail;
mod keyline;
mod list;
mod page;
mod promises;
mod title;

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};

use crate::app::{App, Overlay};
use crate::course::Lesson;
use crate::rich::{Line, Piece, piece};
use protocol::Status;
use protocol::events::CaseDone;

/// The features of the terminal, and the workspace with the course's files.
#[derive(Debug, Clone)]
pub struct Look {
    pub colours: bool,
    pub links: bool,
    pub workspace: PathBuf,
}

/// The least width of a window that shows the promises beside the failure.
const WIDE: u16 = 110;

/// The longest line. Longer lines are hard to read.
const LONGEST: u16 = 100;

/// The width of text lines in an area of this width. One column stays free on each side.
pub fn text_width(room: u16) -> u16 {
    room.saturating_sub(2).min(LONGEST)
}

fn left_width(window: u16) -> u16 {
    (window * 2 / 5).min(64)
}

pub fn draw(frame: &mut Frame, app: &mut App, look: &Look) {
    let [top, middle, bottom] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(0), Constraint::Length(1)])
            .areas(frame.area());
    let buffer = frame.buffer_mut();
    title::draw(buffer, top, app, look);
    match app.overlay {
        Overlay::Page(_) => page::draw(buffer, middle, app, look),
        Overlay::List(_) => list::draw(buffer, middle, app, look),
        Overlay::Nothing | Overlay::AskReset => body::draw(buffer, middle, app, look),
    }
    keyline::draw(buffer, bottom, app, look);
    if !look.colours {
        for cell in &mut buffer.content {
            (cell.fg, cell.bg) = (Color::Reset, Color::Reset);
        }
    }
}

impl Look {
    /// The text as a link to the lesson's chapter. Only a checkout of the course has that file.
    fn chapter(&self, text: impl Into<String>, style: Style, lesson: &Lesson) -> Piece {
        match self.workspace.join(&lesson.chapter).is_file() {
            true => self.link(text, style, &lesson.chapter),
            false => piece(text, style),
        }
    }

    /// The text as a link to this file of the workspace.
    fn link(&self, text: impl Into<String>, style: Style, file: &str) -> Piece {
        let target = format!("file://{}", self.workspace.join(file).display()).replace(' ', "%20");
        Piece { link: Some(target.into()), ..piece(text, style) }
    }
}

/// The mark of a case's verdict.
pub fn mark_of(done: &CaseDone) -> &'static str {
    match done.status {
        _ if done.not_written => "○",
        Status::Passed => "✓",
        Status::Failed | Status::NotBuilt => "✗",
        Status::Skipped => "–",
        Status::Unsure => "?",
    }
}

fn style_of(done: &CaseDone) -> Style {
    match done.status {
        _ if done.not_written => faint(),
        Status::Passed => good(),
        Status::Failed | Status::NotBuilt => bad(),
        Status::Skipped | Status::Unsure => doubtful(),
    }
}

fn good() -> Style {
    Style::new().fg(Color::Green).add_modifier(Modifier::BOLD)
}

fn bad() -> Style {
    Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)
}

fn doubtful() -> Style {
    Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD)
}

fn pointer() -> Style {
    Style::new().fg(Color::Cyan)
}

fn strong() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

fn faint() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// A horizontal line with text in it: `── promises ──── 3 of 17 kept ──`.
fn rule(width: u16, left: Line, right: Line) -> Line {
    let width = usize::from(width);
    let taken = crate::rich::columns(&left) + crate::rich::columns(&right);
    let ends = 4 + 2 * (usize::from(!left.is_empty()) + usize::from(!right.is_empty()));
    if taken + ends + 1 > width && !right.is_empty() {
        return rule(u16::try_from(width).unwrap_or(u16::MAX), left, Line::new());
    }
    let between = width.saturating_sub(taken + ends);
    let blank = || piece(" ", Style::new());
    let mut line = vec![piece("──", faint())];
    if !left.is_empty() {
        line.push(blank());
        line.extend(left);
        line.push(blank());
    }
    line.push(piece("─".repeat(between), faint()));
    if !right.is_empty() {
        line.push(blank());
        line.extend(right);
        line.push(blank());
    }
    line.push(piece("──", faint()));
    line
}

/// The part of `area` below its first `rows`.
fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}
