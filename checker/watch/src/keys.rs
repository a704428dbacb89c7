//! The effect of each key.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::{Action, App, Overlay};

/// Handles a key. Ctrl-C and Ctrl-Z are keys here: in raw mode the terminal does not turn them into
/// signals.
pub fn press(app: &mut App, key: KeyEvent) -> Vec<Action> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    app.notice = None;
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => vec![Action::Quit],
            KeyCode::Char('z') => vec![Action::Stop],
            KeyCode::Char('d') => moved(app, Move::HalfPage),
            KeyCode::Char('u') => moved(app, Move::HalfPageBack),
            _ => Vec::new(),
        };
    }
    if let Some(how) = movement(key.code) {
        return moved(app, how);
    }
    match (&app.overlay, key.code) {
        (Overlay::AskReset, KeyCode::Char('y')) => reset(app),
        (Overlay::AskReset, _) => {
            app.overlay = Overlay::Nothing;
            app.notice = Some("Nothing was reset.".to_owned());
            Vec::new()
        }
        (Overlay::List(chosen), KeyCode::Enter) => {
            let chosen = *chosen;
            app.turn_to(chosen)
        }
        (
            Overlay::Page(_) | Overlay::List(_),
            KeyCode::Esc | KeyCode::Enter | KeyCode::Backspace,
        ) => {
            app.overlay = Overlay::Nothing;
            vec![Action::CancelPage]
        }
        (_, KeyCode::Char(letter)) => letter_pressed(app, letter),
        (_, KeyCode::Tab) => {
            app.run.choose_next();
            app.scroll = 0;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn letter_pressed(app: &mut App, letter: char) -> Vec<Action> {
    let number = app.number();
    match letter {
        'q' => vec![Action::Quit],
        '?' => {
            app.show("Keys", HELP.to_owned());
            vec![Action::CancelPage]
        }
        // The other keys need a lesson.
        _ if app.lesson().is_none() => Vec::new(),
        'h' => app.ask("Hint", &["hint", &number]),
        't' => trace(app),
        'e' => app.file().map(|file| Action::Edit(file.to_owned())).into_iter().collect(),
        'x' => explain(app),
        'p' => {
            app.show("Promises", promises(app));
            vec![Action::CancelPage]
        }
        'l' => {
            app.overlay = Overlay::List(app.place);
            vec![Action::CancelPage]
        }
        'c' => vec![Action::Check],
        'n' => next(app),
        'r' => {
            app.overlay = Overlay::AskReset;
            vec![Action::CancelPage]
        }
        's' if app.is_passed() => app.ask("Solution", &["solution", &number]),
        's' => {
            app.notice = Some(
                "The solution is available once the lesson is passed. h gives a hint.".to_owned(),
            );
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn trace(app: &mut App) -> Vec<Action> {
    let (number, seed) = (app.number(), app.run.seed.to_string());
    match app.run.shown().map(|case| case.name.clone()) {
        Some(case) => app.ask("Trace", &["trace", &number, "--case", &case, "--seed", &seed]),
        None => app.ask("Trace", &["trace", &number]),
    }
}

fn explain(app: &mut App) -> Vec<Action> {
    let belief = app.run.shown().and_then(|case| case.done.as_ref()?.belief.clone());
    match belief {
        Some(belief) => app.ask("Explain", &["explain", &belief]),
        None => {
            app.notice = Some("This failure has no belief. Here are all beliefs.".to_owned());
            app.ask("Explain", &["explain"])
        }
    }
}

/// The promises, each with its verdict.
fn promises(app: &App) -> String {
    let mut text = String::new();
    for case in &app.run.cases {
        let (mark, summary) = match &case.done {
            None => ("·", String::new()),
            Some(done) => (crate::screen::mark_of(done), done.summary.clone()),
        };
        text += &format!("{mark} {} ({})\n    {}\n", case.name, case.role, case.promise);
        if case.done.as_ref().is_some_and(|done| done.status != protocol::Status::Passed) {
            text += &format!("    → {summary}\n");
        }
        text += "\n";
    }
    text
}

fn next(app: &mut App) -> Vec<Action> {
    if !app.is_passed() {
        app.notice = Some("This lesson is not passed yet. l opens the list of lessons.".to_owned());
        return Vec::new();
    }
    match app.next() {
        Some(place) => app.turn_to(place),
        None => {
            app.notice =
                Some("All other lessons are passed. l opens the list of lessons.".to_owned());
            Vec::new()
        }
    }
}

fn reset(app: &mut App) -> Vec<Action> {
    let number = app.number();
    app.ask("Reset", &["reset", &number])
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Line,
    LineBack,
    Page,
    PageBack,
    HalfPage,
    HalfPageBack,
    First,
    Last,
}

fn movement(code: KeyCode) -> Option<Move> {
    Some(match code {
        KeyCode::Down | KeyCode::Char('j') => Move::Line,
        KeyCode::Up | KeyCode::Char('k') => Move::LineBack,
        KeyCode::PageDown | KeyCode::Char(' ') => Move::Page,
        KeyCode::PageUp => Move::PageBack,
        KeyCode::Home | KeyCode::Char('g') => Move::First,
        KeyCode::End | KeyCode::Char('G') => Move::Last,
        _ => return None,
    })
}

fn moved(app: &mut App, how: Move) -> Vec<Action> {
    let page = isize::try_from(app.page.max(2)).unwrap_or(2);
    // More lines than any text has. Drawing stops at the last line.
    const ALL: isize = 1_000_000;
    app.scroll_by(match how {
        Move::Line => 1,
        Move::LineBack => -1,
        Move::Page => page - 1,
        Move::PageBack => 1 - page,
        Move::HalfPage => page / 2,
        Move::HalfPageBack => -(page / 2),
        Move::First => -ALL,
        Move::Last => ALL,
    });
    Vec::new()
}

const HELP: &str = "\
Each save of a file of this lesson starts a new check and ends a check that
is still running. Only your keys change the lesson.

  h      the next hint
  t      a picture of what went over the wire in the failure shown
  x      an explanation of the belief behind it
  e      open the program of the failure shown in your editor
  Tab    the next failure
  p      all promises, with their verdicts
  l      the list of lessons: arrows select one, Enter opens it
  n      the next lesson, once this one is passed
  s      your programs compared with the reference, once this one is passed
  r      reset this lesson (asks first; your files are kept in a backup)
  c      check again, with other bytes
  q      quit (also Ctrl-C; Ctrl-Z suspends, and `fg` resumes)

  ↑ ↓ PgUp PgDn Home End (or k j, Space, g G) scroll.
  Esc returns to the lesson.
";
