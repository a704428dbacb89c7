//! The list of lessons, with the selected one marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

use super::{Look, below, faint, good, pointer, rule, strong};
use crate::app::{App, Overlay};
use crate::course::Lesson;
use crate::rich::{Line, draw as draw_lines, draw_line, piece};

pub fn draw(buffer: &mut Buffer, area: Rect, app: &mut App, look: &Look) {
    let Overlay::List(chosen) = app.overlay else { return };
    let lessons = &app.course.lessons;
    let (points, most) = lessons
        .iter()
        .fold((0, 0), |(points, most), lesson| (points + lesson.points, most + lesson.max_points));
    let right = vec![piece(format!("{points} of {most} points"), Style::new())];
    let across = rule(area.width, vec![piece("Lessons", strong())], right);
    draw_line(buffer, Rect { height: area.height.min(1), ..area }, &across, look.links);

    let width = lessons.iter().map(|lesson| lesson.title.width()).max().unwrap_or(0);
    let (mut lines, mut at) = (Vec::new(), 0);
    let mut part = "";
    for (place, lesson) in lessons.iter().enumerate() {
        if lesson.part != part {
            part = &lesson.part;
            lines.push(vec![piece(format!(" {part}"), strong())]);
        }
        if place == chosen {
            at = lines.len();
        }
        let is_current = Some(&lesson.lesson) == app.course.current.as_ref();
        lines.push(line(lesson, place == chosen, is_current, width, look));
    }
    let inside = below(area, 1);
    let height = usize::from(inside.height);
    app.page = height;
    // The selected lesson stays in the middle if possible.
    let first = at.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    draw_lines(buffer, inside, &lines[first..], look.links);
}

fn line(lesson: &Lesson, is_chosen: bool, is_current: bool, width: usize, look: &Look) -> Line {
    let (mark, style) = match (lesson.passed, is_current) {
        (true, _) => ("✓", good()),
        (false, true) => ("→", pointer()),
        (false, false) => ("·", faint()),
    };
    let title_style = match is_chosen {
        true => Style::new().add_modifier(Modifier::REVERSED),
        false => Style::new(),
    };
    let blanks = width.saturating_sub(lesson.title.width());
    vec![
        piece(if is_chosen { " › " } else { "   " }, strong()),
        piece(format!("{mark} "), style),
        look.chapter(lesson.heading(), title_style, lesson),
        piece(" ".repeat(blanks + 2), Style::new()),
        piece(format!("{:>2} of {:>2} points", lesson.points, lesson.max_points), faint()),
    ]
}
