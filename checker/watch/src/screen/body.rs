//! The lesson: its task, the promises, and the detail. In a wide window the detail is beside the rest.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Look, WIDE, below, detail, faint, left_width, promises, rule, strong};
use crate::app::App;
use crate::course::read_command;
use crate::rich::{Line, draw as draw_lines, draw_line, piece, wrapped};
use crate::run::{Detail, Phase};

/// Lines of the task in a small window.
const ASKS: usize = 3;

/// The width of a line that has room for the whole status of a run.
const ROOMY: u16 = 46;

/// The least number of lines for the detail, if the window has them.
const LEAST: u16 = 9;

pub fn draw(buffer: &mut Buffer, area: Rect, app: &mut App, look: &Look) {
    if app.is_course_done() && matches!(app.run.detail(), Some((Detail::Passed, _))) {
        detail::draw(buffer, area, app, look);
    } else if area.width >= WIDE {
        let left = left_width(area.width);
        wide(buffer, Rect { width: left, ..area }, app, look);
        let rest = Rect { x: area.x + left + 1, width: area.width - left - 1, ..area };
        detail::draw(buffer, rest, app, look);
    } else {
        narrow(buffer, area, app, look);
    }
}

fn asks(app: &App, width: u16) -> Vec<Line> {
    let Some(lesson) = app.lesson() else { return Vec::new() };
    let asks = vec![piece(lesson.asks.clone(), Style::new())];
    let mut lines = wrapped(&[asks], usize::from(width.saturating_sub(2)));
    for line in &mut lines {
        line.insert(0, piece(" ", Style::new()));
    }
    lines
}

/// The status of the run: `3 of 17 kept · running …`.
fn standing(app: &App, width: u16) -> Line {
    let run = &app.run;
    let (kept, all) = (run.kept(), run.cases.len());
    let mut words = String::new();
    if all > 0 {
        words = format!("{kept} of {all} kept");
    }
    let now = match (&run.outcome, run.phase) {
        (_, Phase::Starting) => "starting …".to_owned(),
        (_, Phase::Building) => "building …".to_owned(),
        (None, _) => "running …".to_owned(),
        (Some(outcome), _) if all > 0 => {
            format!("{} of {} points", outcome.points, outcome.max_points)
        }
        (Some(_), _) => String::new(),
    };
    let is_over = run.outcome.is_some() && run.phase == Phase::Over;
    let words = match (words.is_empty() || now.is_empty(), width >= ROOMY) {
        (true, _) => words + &now,
        (false, true) => format!("{words} · {now}"),
        (false, false) if is_over => words,
        (false, false) => now,
    };
    vec![piece(words, Style::new())]
}

fn narrow(buffer: &mut Buffer, area: Rect, app: &mut App, look: &Look) {
    let mut asks = asks(app, area.width);
    if area.height < 16 {
        asks.clear();
    } else if asks.len() > ASKS {
        asks.truncate(ASKS);
        if let Some(last) = asks.last_mut() {
            last.push(piece(" …", faint()));
        }
    }
    let mut y = draw_block(buffer, area, &asks, look);
    if app.run.cases.is_empty() && app.run.outcome.is_some() {
        return detail::draw(buffer, below(area, y), app, look);
    }
    let title = vec![piece("promises", strong())];
    let across = rule(area.width, title, standing(app, area.width));
    let rest = below(area, y);
    draw_line(buffer, Rect { height: rest.height.min(1), ..rest }, &across, look.links);
    y += 1;
    let most = below(area, y).height.saturating_sub(LEAST);
    let lines = promises::side_by_side(app, area.width, usize::from(most));
    y += draw_block(buffer, below(area, y), &lines, look);
    detail::draw(buffer, below(area, y), app, look);
}

fn wide(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let mut lines = asks(app, area.width);
    lines.push(Line::new());
    if let Some(lesson) = app.lesson() {
        for (index, file) in lesson.files.iter().enumerate() {
            let label = if index == 0 { " write " } else { "       " };
            lines.push(vec![piece(label, faint()), look.link(file, super::pointer(), file)]);
        }
        let chapter = look.chapter(read_command(lesson), super::pointer(), lesson);
        lines.push(vec![piece(" read  ", faint()), chapter]);
    }
    let mut y = draw_block(buffer, area, &lines, look);
    let across = rule(area.width, vec![piece("promises", strong())], standing(app, area.width));
    let rest = below(area, y);
    draw_line(buffer, Rect { height: rest.height.min(1), ..rest }, &across, look.links);
    y += 1;
    let rest = below(area, y);
    let mut lines = promises::in_words(app, area.width, look);
    if lines.len() > usize::from(rest.height) {
        lines = promises::side_by_side(app, area.width, usize::from(rest.height));
    }
    draw_lines(buffer, rest, &lines, look.links);
}

/// Draws the lines and returns the number of rows that they take.
fn draw_block(buffer: &mut Buffer, area: Rect, lines: &[Line], look: &Look) -> u16 {
    draw_lines(buffer, area, lines, look.links);
    u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height)
}
