//! `checker list`: prints the lessons by part, with the learner's progress.

#[cfg(feature = "more")]
mod json;

use std::io::{self, Write};

use super::{Ending, Format, Usage, warn};
#[cfg(feature = "more")]
use crate::course::own_programs::OwnPrograms;
use crate::course::progress::Progress;
use crate::course::workspace::Workspace;
use crate::course::{Lesson, lessons};
use crate::report::links::{chapter, to_page};
use crate::report::paint::{faint, good, pointer, strong};
use crate::report::text::columns;

/// Width of the progress bar in blocks.
const BAR: usize = 30;

pub fn run(format: Format) -> anyhow::Result<Ending> {
    #[cfg(not(feature = "more"))]
    if format.has_objects() {
        return super::second_program::replace_this();
    }
    let workspace = Workspace::find().map_err(Usage::from)?;
    let opened = workspace.progress().read();
    warn(&opened.warnings);
    let out = &mut anstream::stdout().lock();
    match format {
        Format::Human => show(out, lessons(), &opened.progress)?,
        #[cfg(feature = "more")]
        _ => {
            // Progress does not depend on this file. `check` reports what is wrong with it.
            let own = OwnPrograms::read(&workspace.root).unwrap_or_default();
            writeln!(out, "{}", json::text(lessons(), &opened.progress, &own)?)?;
        }
        #[cfg(not(feature = "more"))]
        _ => anyhow::bail!("the second program writes the format {format:?}"),
    }
    Ok(Ending::Fine)
}

fn show(out: &mut dyn Write, course: &[Lesson], progress: &Progress) -> io::Result<()> {
    let current = progress.current();
    let width = course.iter().map(|lesson| columns(&lesson.title)).max().unwrap_or(0);
    let mut part = "";
    for lesson in course {
        if lesson.part != part {
            part = &lesson.part;
            writeln!(out, "{}", strong(part))?;
        }
        let is_current = current.is_some_and(|current| current.number == lesson.number);
        line(out, lesson, progress, is_current, width)?;
    }
    writeln!(out)?;
    summary(out, course, progress)?;
    match current {
        Some(lesson) => {
            let (check, read) = (pointer("cargo checker"), pointer(chapter(lesson)));
            let heading = strong(lesson.heading());
            writeln!(out, "You are on {heading}: {check} checks it.\n{read} shows its chapter.")
        }
        None => writeln!(out, "{}", good("You have passed all lessons.")),
    }
}

fn line(
    out: &mut dyn Write,
    lesson: &Lesson,
    progress: &Progress,
    is_current: bool,
    width: usize,
) -> io::Result<()> {
    let standing = progress.standing(lesson);
    let title = to_page(&lesson.title, &lesson.chapter());
    let blanks = " ".repeat(width.saturating_sub(columns(&lesson.title)));
    let heading = format!("{:02} {title}{blanks}", lesson.number);
    let points = format!("{:>3} of {:>2} points", standing.points, lesson.points);
    match (standing.passed, is_current) {
        (true, _) => writeln!(out, "  {} {heading}  passed   {points}", good("✓")),
        (false, true) => writeln!(out, "  {} {}  current  {points}", good("→"), strong(heading)),
        (false, false) => writeln!(out, "  {}", faint(format!("· {heading}  open     {points}"))),
    }
}

fn summary(out: &mut dyn Write, course: &[Lesson], progress: &Progress) -> io::Result<()> {
    let passed = course.iter().filter(|lesson| progress.passed(lesson)).count();
    let points: u32 = course.iter().map(|lesson| progress.standing(lesson).points).sum();
    let most: u32 = course.iter().map(|lesson| lesson.points).sum();
    let full = (BAR * passed).checked_div(course.len()).unwrap_or(0);
    let (done, open) = ("█".repeat(full), "░".repeat(BAR - full));
    let of = course.len();
    writeln!(
        out,
        "{}{}  {passed} of {of} lessons passed · {points} of {most} points",
        good(done),
        faint(open)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(progress: &Progress) -> String {
        let mut out = Vec::new();
        show(&mut out, lessons(), progress).unwrap();
        anstream::adapter::strip_bytes(&out).into_vec().try_into().unwrap()
    }

    #[test]
    fn at_the_beginning_in_the_middle_and_at_the_end() {
        let mut progress = Progress::default();
        let beginning = shown(&progress);
        progress.record(&lessons()[0], true, 10);
        progress.record(&lessons()[1], false, 4);
        let middle = shown(&progress);
        for lesson in lessons() {
            progress.record(lesson, true, lesson.points);
        }
        let end = shown(&progress);
        insta::assert_snapshot!([beginning, middle, end].join("\n──────\n\n"));
    }
}
