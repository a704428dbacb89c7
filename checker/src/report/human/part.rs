//! A report on a part of a lesson: one case, or the cases of one program. It has no points, because the
//! other cases may fail.

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
    let end = match (&setting.replay.server, &setting.replay.client) {
        (Some(_), None) => ", and points need the client's, too".to_owned(),
        (None, Some(_)) => ", and points need the server's, too".to_owned(),
        _ => {
            let command = pointer(format!("cargo {}", setting.replay.whole(&report.lesson)));
            format!("; {command} scores the lesson")
        }
    };
    writeln!(out, "\n  {these} of {} cases{end}", report.of)
}
