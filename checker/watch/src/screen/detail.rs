//! The detail of a run: the failure in full, the compiler's message, an invitation to begin, what was
//! learnt and the next lesson, or the end of the course.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::page::place;
use super::{Look, bad, below, doubtful, faint, good, pointer, rule, strong, text_width};
use crate::app::App;
use crate::course::read_command;
use crate::rich::{Line, draw as draw_lines, draw_line, piece, read, wrapped};
use crate::run::Detail;

pub fn draw(buffer: &mut Buffer, area: Rect, app: &mut App, look: &Look) {
    if area.is_empty() {
        return;
    }
    let detail = app.run.detail();
    let (title, mut lines) = match &detail {
        Some((detail, _)) => described(detail, app, look),
        None => (Line::new(), Vec::new()),
    };
    if detail.is_some_and(|(_, is_of_before)| is_of_before) {
        let fade = |piece: &mut crate::rich::Piece| {
            piece.style = piece.style.add_modifier(Modifier::DIM);
        };
        lines.iter_mut().flatten().for_each(fade);
    }
    if let Some(words) = app.run.warnings() {
        lines.splice(0..0, read(words.trim_end()).into_iter().chain([Line::new()]));
    }
    for warning in [&app.run.warning, &app.run.waits].into_iter().flatten() {
        lines.splice(0..0, [vec![piece(warning.clone(), doubtful())], Line::new()]);
    }
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..below(area, 1) };
    let lines = wrapped(&lines, usize::from(text_width(area.width)));
    app.page = usize::from(inside.height);
    app.scroll = app.scroll.min(lines.len().saturating_sub(app.page));
    let across = rule(area.width, title, place(app.scroll, app.page, lines.len()));
    draw_line(buffer, Rect { height: 1, ..area }, &across, look.links);
    draw_lines(buffer, inside, &lines[app.scroll..], look.links);
}

fn described(detail: &Detail, app: &App, look: &Look) -> (Line, Vec<Line>) {
    let plain = Style::new();
    match detail {
        Detail::Failure { name, number, of, text } => {
            let mut title = vec![piece("✗ ", bad()), piece(name.clone(), strong())];
            if *of > 1 {
                title.push(piece(format!("  {number} of {of} (Tab)"), faint()));
            }
            // The first line repeats the name, and all lines are indented.
            let mut lines = read(text);
            lines.remove(0);
            (title, lines.into_iter().map(|line| outdented(line, 4)).collect())
        }
        Detail::Compiler(words) => (
            vec![piece("✗ ", bad()), piece("does not build yet", strong())],
            read(words.trim_end()),
        ),
        Detail::Words(words) => (vec![piece("? ", doubtful())], read(words)),
        Detail::NotBegun => {
            (vec![piece("→ ", good()), piece("yours to write", strong())], begin(app, look))
        }
        Detail::Passed if app.is_course_done() => {
            (vec![piece("✓ ", good()), piece("the course is done", strong())], celebrate(app))
        }
        Detail::Passed => {
            let title = vec![piece("✓ ", good()), piece("passed", good())];
            let mut lines = vec![Line::new()];
            if let Some(lesson) = app.lesson() {
                lines.push(vec![piece(lesson.learnt.clone(), plain)]);
                lines.push(Line::new());
            }
            if let Some(next) = app.next().and_then(|at| app.course.lessons.get(at)) {
                lines.push(vec![
                    piece("Next: ", plain),
                    look.chapter(next.heading(), strong(), next),
                    piece("   n", strong()),
                    piece(" opens it", faint()),
                ]);
            }
            lines.push(vec![
                piece("s", strong()),
                piece(" compares your programs with the reference", faint()),
            ]);
            (title, lines)
        }
    }
}

/// The line without its first spaces, at most `most`.
fn outdented(mut line: Line, most: usize) -> Line {
    if let Some(first) = line.first_mut() {
        let blanks = first.text.len() - first.text.trim_start_matches(' ').len();
        first.text.drain(..blanks.min(most));
    }
    line
}

fn begin(app: &App, look: &Look) -> Vec<Line> {
    let plain = Style::new();
    let mut lines = vec![Line::new()];
    let Some(lesson) = app.lesson() else { return lines };
    for (index, file) in lesson.files.iter().enumerate() {
        let label = if index == 0 { "write  " } else { "       " };
        lines.push(vec![piece(label, plain), look.link(file, pointer(), file)]);
    }
    lines
        .push(vec![piece("read   ", plain), look.chapter(read_command(lesson), pointer(), lesson)]);
    lines.push(Line::new());
    let words = "Save a file to start a check.";
    lines.push(vec![piece(words, plain)]);
    lines
}

fn celebrate(app: &App) -> Vec<Line> {
    let (all, points) = app
        .course
        .lessons
        .iter()
        .fold((0, 0), |(all, points), lesson| (all + 1, points + lesson.points));
    let art = [
        r"        \o/            \o/",
        r"         |   ← SYN →    |",
        r"        / \  ← ACK →   / \",
    ];
    let mut lines = vec![Line::new()];
    lines.extend(art.map(|line| vec![piece(line, good())]));
    lines.push(Line::new());
    if let Some(lesson) = app.lesson() {
        lines.push(vec![piece(lesson.learnt.clone(), Style::new())]);
        lines.push(Line::new());
    }
    let words = format!(
        "That was the last lesson: {all} lessons, {points} points. You have written servers and \
                 clients that work on the most difficult network."
    );
    lines.push(vec![piece(words, strong())]);
    lines.push(Line::new());
    let more = "From here: s compares your programs with the reference, c checks again with \
                    other bytes, and l opens the list of lessons. To check a server in another language, run \
                    `cargo checker check 1 --server 'python3 server.py {addr}'`.";
    lines.push(vec![piece(more, Style::new())]);
    lines
}
