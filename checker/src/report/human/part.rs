//! A report on a part of a lesson: one case, or the cases of one program. It has no points, because the others
//! may fail.

use std::io::{self, Write};

use super::Setting;
use crate::events::LessonReport;
use crate::report::paint::pointer;

/// Writes how many of the lesson's cases these are, and how to score the lesson.
pub fn write(out: &mut dyn Write, report: &LessonReport, setting: &Setting) -> io::Result<()> {
    let these = match report.cases.len() + report.not_played.len() {
        1 => "This is one".to_owned(),
        some => format!("These are {some}"),
    };
    let whole = match (&setting.replay.server, &setting.replay.client) {
        (Some(_), None) => format!("add {} to score", pointer("--client COMMAND")),
        (None, Some(_)) => format!("add {} to score", pointer("--server COMMAND")),
        _ => {
            let command = setting.replay.whole(&report.lesson);
            format!("{} scores", pointer(format!("cargo {command}")))
        }
    };
    writeln!(out, "\n  {these} of {} cases; {whole} the lesson", report.of)
}
