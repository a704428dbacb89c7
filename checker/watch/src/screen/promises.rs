//! The promises with their verdicts: with their full text in a large window, with their names side by
//! side in a small one, and as marks alone in a tiny one.

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::{Look, faint, mark_of, strong, style_of};
use crate::app::App;
use crate::rich::{Line, Piece, columns, piece};
use crate::run::Case;

/// The most lines for marks and names of broken promises, so that the failure has room, too.
const MARKED: usize = 6;

/// The promises in columns, in at most `most` lines.
pub fn side_by_side(app: &App, width: u16, most: usize) -> Vec<Line> {
    let cases = &app.run.cases;
    if cases.is_empty() {
        return Vec::new();
    }
    let widest = cases.iter().map(|case| case.name.width()).max().unwrap_or(0);
    // Each name has a mark and a space before it and two spaces after it.
    let across = (usize::from(width).saturating_sub(1) / (widest + 4)).clamp(1, cases.len());
    let rows = cases.len().div_ceil(across);
    if rows > most {
        return marks(cases, width, most);
    }
    let row = |row: usize| {
        let mut line = vec![piece(" ", Style::new())];
        for case in cases.iter().skip(row).step_by(rows) {
            line.push(mark(case));
            let blanks = widest - case.name.width() + 2;
            line.push(piece(format!(" {}{}", case.name, " ".repeat(blanks)), name_style(case)));
        }
        line
    };
    (0..rows).map(row).collect()
}

/// A mark for each promise, by role, followed by the names of broken promises.
fn marks(cases: &[Case], width: u16, most: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for role in ["server", "client", "both"] {
        let of_role: Vec<&Case> = cases.iter().filter(|case| case.role == role).collect();
        if of_role.is_empty() {
            continue;
        }
        let mut line = vec![piece(format!(" {role:<7}"), strong())];
        line.extend(of_role.into_iter().map(mark));
        lines.push(line);
    }
    let mut names = vec![piece(" ", Style::new())];
    for case in cases.iter().filter(|case| case.is(protocol::Status::Failed)) {
        let name = piece(format!("{}  ", case.name), name_style(case));
        if columns(&names) + case.name.width() + 2 > usize::from(width) {
            lines.push(std::mem::replace(&mut names, vec![piece(" ", Style::new())]));
        }
        names.extend([mark(case), piece(" ", Style::new()), name]);
    }
    lines.push(names);
    let most = most.min(MARKED);
    if lines.len() > most {
        lines.truncate(most.saturating_sub(1));
        lines.push(vec![piece(" … p shows all of them", faint())]);
    }
    lines
}

/// One promise per line, under the name of its program.
pub fn in_words(app: &App, width: u16, look: &Look) -> Vec<Line> {
    let cases = &app.run.cases;
    let widest = cases.iter().map(|case| case.name.width()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for role in ["server", "client", "both"] {
        let of_role: Vec<&Case> = cases.iter().filter(|case| case.role == role).collect();
        if of_role.is_empty() {
            continue;
        }
        let name = if role == "both" { "server and client together" } else { role };
        let ending = format!("/{role}.rs");
        let files = app.lesson().into_iter().flat_map(|lesson| &lesson.files);
        let title = match files.into_iter().find(|file| file.ends_with(&ending)) {
            Some(file) => look.link(name, strong(), file),
            None => piece(name, strong()),
        };
        lines.push(vec![piece(" ", Style::new()), title]);
        for case in of_role {
            let mut line = vec![piece(" ", Style::new()), mark(case)];
            let room = usize::from(width).saturating_sub(widest + 6);
            let blanks = widest - case.name.width() + 2;
            line.push(piece(format!(" {}{}", case.name, " ".repeat(blanks)), name_style(case)));
            if room >= 16 {
                line.push(piece(clipped(&case.promise, room), faint()));
            }
            lines.push(line);
        }
    }
    lines
}

/// The text, or its beginning followed by `…`.
pub fn clipped(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut clipped = String::new();
    for c in text.chars() {
        if clipped.width() + c.to_string().width() + 1 > room {
            break;
        }
        clipped.push(c);
    }
    clipped + "…"
}

fn mark(case: &Case) -> Piece {
    match &case.done {
        Some(done) => piece(mark_of(done), style_of(done)),
        None => piece("·", faint()),
    }
}

fn name_style(case: &Case) -> Style {
    match &case.done {
        Some(done) if done.status == protocol::Status::Passed => faint(),
        Some(_) => Style::new(),
        None => faint(),
    }
}
