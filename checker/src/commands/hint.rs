//! `checker hint`: prints the next hint, one step further at each call. After the last hint it points to
//! the chapter.

use std::io::{self, Write};

use super::{Ending, Usage, lesson_or_current, warn};
use crate::course::Lesson;
use crate::course::workspace::Workspace;
use crate::report::links;
use crate::report::paint::{pointer, strong};
use crate::report::text::wrap;

pub fn run(word: Option<&str>, at_once: bool) -> anyhow::Result<Ending> {
    let lesson = lesson_or_current(word)?;
    let workspace = Workspace::find().map_err(Usage::from)?;
    let mut before = 0;
    let opened = workspace.progress().change(|progress| {
        before = progress.standing(lesson).hints;
        let shown = if at_once { lesson.hints.len() } else { before + 1 };
        progress.record_hints(lesson, shown.min(lesson.hints.len()));
    });
    warn(&opened.warnings);
    let out = &mut anstream::stdout().lock();
    match at_once {
        true => show_all(out, lesson)?,
        false => show(out, lesson, before)?,
    }
    Ok(Ending::Fine)
}

fn show_all(out: &mut dyn Write, lesson: &Lesson) -> io::Result<()> {
    writeln!(out, "{}", strong(lesson.heading()))?;
    for (index, hint) in lesson.hints.iter().enumerate() {
        writeln!(out, "\n{}", wrap(&format!("{}. {hint}", index + 1), "  "))?;
    }
    let chapter = pointer(links::chapter(lesson));
    writeln!(out, "\nThe chapter goes further: {chapter}")
}

/// Shows the hint after the first `before` hints.
fn show(out: &mut dyn Write, lesson: &Lesson, before: usize) -> io::Result<()> {
    let all = lesson.hints.len();
    let index = before.min(all.saturating_sub(1));
    let Some(hint) = lesson.hints.get(index) else { return Ok(()) };
    let which = format!("hint {} of {all}", index + 1);
    writeln!(out, "{} · {which}", strong(lesson.heading()))?;
    writeln!(out, "{}", wrap(hint, "  "))?;
    let chapter = pointer(links::chapter(lesson));
    if before >= all {
        writeln!(out, "\nThere are no more hints. The chapter has more: {chapter}")
    } else if index + 1 == all {
        writeln!(out, "\nThat is the last hint. The chapter has more: {chapter}")
    } else {
        let command = pointer(format!("cargo checker hint {}", lesson.number));
        writeln!(out, "\nNext hint: {command}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lessons;

    #[test]
    fn each_call_goes_one_step_further_and_then_to_the_chapter() {
        let mut out = Vec::new();
        for before in [0, 1, 2, 3] {
            show(&mut out, &lessons()[0], before).unwrap();
            out.extend_from_slice(b"\n");
        }
        let text: String = anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap();
        insta::assert_snapshot!(text);
    }
}
