//! What each key does.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::{Desk, Over, Wish};

/// Ctrl-C is a key here, as is Ctrl-Z: the terminal makes no signals of them while the screen has it.
pub fn press(desk: &mut Desk, key: KeyEvent) -> Vec<Wish> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    desk.notice = None;
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => vec![Wish::Quit],
            KeyCode::Char('z') => vec![Wish::Stop],
            KeyCode::Char('d') => moved(desk, Move::HalfPage),
            KeyCode::Char('u') => moved(desk, Move::HalfPageBack),
            _ => Vec::new(),
        };
    }
    if let Some(how) = movement(key.code) {
        return moved(desk, how);
    }
    match (&desk.over, key.code) {
        (Over::AskReset, KeyCode::Char('y')) => reset(desk),
        (Over::AskReset, _) => {
            desk.over = Over::Nothing;
            desk.notice = Some("Nothing was reset.".to_owned());
            Vec::new()
        }
        (Over::List(chosen), KeyCode::Enter) => {
            let chosen = *chosen;
            desk.turn_to(chosen)
        }
        (Over::Page(_) | Over::List(_), KeyCode::Esc | KeyCode::Enter | KeyCode::Backspace) => {
            desk.over = Over::Nothing;
            vec![Wish::AskNoMore]
        }
        (_, KeyCode::Char(letter)) => letter_pressed(desk, letter),
        (_, KeyCode::Tab) => {
            desk.run.choose_next();
            desk.scroll = 0;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn letter_pressed(desk: &mut Desk, letter: char) -> Vec<Wish> {
    let number = desk.number();
    match letter {
        'q' => vec![Wish::Quit],
        '?' => {
            desk.lay("Keys", HELP.to_owned());
            vec![Wish::AskNoMore]
        }
        // The rest needs a lesson.
        _ if desk.lesson().is_none() => Vec::new(),
        'h' => desk.ask("Hint", &["hint", &number]),
        't' => trace(desk),
        'e' => explain(desk),
        'p' => {
            desk.lay("Promises", promises(desk));
            vec![Wish::AskNoMore]
        }
        'l' => {
            desk.over = Over::List(desk.place);
            vec![Wish::AskNoMore]
        }
        'c' => vec![Wish::Check],
        'n' => next(desk),
        'r' => {
            desk.over = Over::AskReset;
            vec![Wish::AskNoMore]
        }
        's' if desk.is_passed() => desk.ask("Solution", &["solution", &number]),
        's' => {
            desk.notice =
                Some("The solution is shown once the lesson is passed; h gives a hint.".to_owned());
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn trace(desk: &mut Desk) -> Vec<Wish> {
    let (number, seed) = (desk.number(), desk.run.seed.to_string());
    match desk.run.shown().map(|case| case.name.clone()) {
        Some(case) => desk.ask("Trace", &["trace", &number, "--case", &case, "--seed", &seed]),
        None => desk.ask("Trace", &["trace", &number]),
    }
}

fn explain(desk: &mut Desk) -> Vec<Wish> {
    let belief = desk.run.shown().and_then(|case| case.done.as_ref()?.belief.clone());
    match belief {
        Some(belief) => desk.ask("Explain", &["explain", &belief]),
        None => {
            desk.notice = Some("No belief was named here: these are all.".to_owned());
            desk.ask("Explain", &["explain"])
        }
    }
}

/// The promises one by one, with what came of each.
fn promises(desk: &Desk) -> String {
    let mut text = String::new();
    for case in &desk.run.cases {
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

fn next(desk: &mut Desk) -> Vec<Wish> {
    if !desk.is_passed() {
        desk.notice = Some("This lesson is not passed yet; l leads to any lesson.".to_owned());
        return Vec::new();
    }
    match desk.next() {
        Some(place) => desk.turn_to(place),
        None => {
            desk.notice = Some("That was the last one. l leads to any lesson.".to_owned());
            Vec::new()
        }
    }
}

fn reset(desk: &mut Desk) -> Vec<Wish> {
    let number = desk.number();
    desk.ask("Reset", &["reset", &number])
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

fn moved(desk: &mut Desk, how: Move) -> Vec<Wish> {
    let page = isize::try_from(desk.page.max(2)).unwrap_or(2);
    // More than any text has; what is drawn ends at its last line.
    const ALL: isize = 1_000_000;
    desk.scroll_by(match how {
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
At each save of a file of this lesson, the lesson is checked again; a run
that is not finished ends. The lesson changes only when you say so.

  h      the next hint
  t      what went over the wire in the failure that is shown, as a picture
  e      the belief behind it, explained
  Tab    the next failure
  p      every promise in full, with what came of it
  l      all lessons: arrows choose one, Enter opens it
  n      the next lesson, once this one is passed
  s      your programs beside the reference, once this one is passed
  r      this lesson as it was at first (it asks; yours is kept in a backup)
  c      check again, with other bytes
  q      quit (Ctrl-C, too; Ctrl-Z stops, and `fg` goes on)

  ↑ ↓ PgUp PgDn Home End (or k j, Space, g G) scroll.
  Esc leads back to the lesson.
";
