//! The report for editors: one line for each verdict that is not good, in the form of a compiler's message,
//! `FILE:LINE:COLUMN: error: WORDS`. Editors take such lines apart (errorformat in Vim, a problem matcher in
//! VS Code).

use std::io::{self, Write};

use super::{Reporter, words};
use crate::course;
use crate::events::{CaseReport, Event, LessonReport, Role, Status, Verdict};

/// Writes the lines of each lesson when it is done.
pub struct Lines<O, E> {
    out: O,
    err: E,
}

impl<O: Write, E: Write> Lines<O, E> {
    pub fn new(out: O, err: E) -> Self {
        Lines { out, err }
    }

    fn lesson(&mut self, report: &LessonReport) -> io::Result<()> {
        if let Some(words) = &report.compiler {
            writeln!(self.out, "{}", anstream::adapter::strip_str(words).to_string().trim_end())?;
        }
        for case in &report.cases {
            if let Some(line) = line(report, case) {
                writeln!(self.out, "{line}")?;
            }
        }
        let LessonReport { lesson, status, .. } = report;
        let passed = report.cases.iter().filter(|case| case.verdict == Verdict::Kept).count();
        let cases = report.cases.len();
        match status {
            Status::NotBuilt => writeln!(self.out, "{lesson}: does not build"),
            status => {
                writeln!(self.out, "{lesson}: {}, {passed} of {cases} cases kept", name(*status))
            }
        }
    }
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Passed => "passed",
        Status::Failed => "failed",
        Status::NotBuilt => "not built",
        Status::Skipped => "skipped",
        Status::Unsure => "not judged",
    }
}

/// The line of a case that was not kept.
fn line(report: &LessonReport, case: &CaseReport) -> Option<String> {
    let severity = match case.verdict {
        Verdict::Kept => return None,
        Verdict::Broken { .. } => "error",
        Verdict::Unsure { .. } => "warning",
        Verdict::Skipped { .. } => "info",
    };
    let role = if case.role == Role::Client { Role::Client } else { Role::Server };
    let file = course::of_folder(&report.lesson)?.source_file(role);
    let belief = case.belief().map(|id| format!(" [{id}]")).unwrap_or_default();
    let summary = words::summary(&case.verdict);
    Some(format!("{file}:1:1: {severity}: {}: {summary}{belief}", case.name))
}

impl<O: Write, E: Write> Reporter for Lines<O, E> {
    fn handle(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Warned(warning) => {
                // A warning that cannot be written does not stop the run.
                let _ = writeln!(self.err, "{}", words::warning(warning));
                Ok(())
            }
            Event::LessonDone(report) => self.lesson(report),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::specimens::{cut_character, kept, lesson, stuck};

    #[test]
    fn each_failure_is_a_line_with_a_place() {
        let mut out = Vec::new();
        let report = lesson(0, Status::Failed, 1, vec![kept("one"), stuck(), cut_character()]);
        let done = Event::LessonDone(report);
        Lines::new(&mut out, io::sink()).handle(&done).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
