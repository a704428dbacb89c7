//! The report for programs: one JSON object at the end of the run. Editors and teachers' scripts rely on
//! its keys and their order. Later versions only add keys. Other formats for programs are made from it.

use std::io::{self, Write};
use std::time::Duration;

use protocol::{SCHEMA, check};

use super::replay::Replay;
use super::{Reporter, words};
use crate::course;
use crate::events::{CaseReport, Event, LessonReport, Status, Verdict};

/// Collects the events, and writes the object at the end.
pub struct Json<O, E> {
    out: O,
    err: E,
    replay: Replay,
    whole: check::Report,
    form: Form,
}

/// Turns the report into the text of a format.
pub type Form = fn(&check::Report) -> io::Result<Vec<u8>>;

/// The object itself.
pub fn text(report: &check::Report) -> io::Result<Vec<u8>> {
    Ok([serde_json::to_vec_pretty(report)?, vec![b'\n']].concat())
}

impl<O: Write, E: Write> Json<O, E> {
    pub fn new(out: O, err: E, replay: Replay, form: Form) -> Self {
        let (isolation, lessons) = (String::new(), Vec::new());
        let whole = check::Report { schema: SCHEMA, seed: 0, isolation, lessons };
        Json { out, err, replay, whole, form }
    }

    fn lesson(&self, report: &LessonReport) -> check::Lesson {
        check::Lesson {
            lesson: report.lesson.clone(),
            status: report.status,
            points: report.points,
            max_points: report.max_points,
            judged_points: report.judged_points,
            duration_ms: milliseconds(report.duration),
            cases: report.cases.iter().map(|case| self.case(&report.lesson, case)).collect(),
            compiler: compiler(report).map(plain),
        }
    }

    fn case(&self, lesson: &str, case: &CaseReport) -> check::Case {
        let belief = match &case.verdict {
            Verdict::Broken { belief, .. } => belief.clone(),
            _ => None,
        };
        check::Case {
            name: case.name.to_owned(),
            role: case.role.name().to_owned(),
            rank: case.rank.name().to_owned(),
            status: case.verdict.status(),
            duration_ms: milliseconds(case.duration),
            promise: case.promise.to_owned(),
            summary: words::summary(&case.verdict),
            chapter: chapter(lesson, belief.as_deref()),
            belief,
            remarks: case.remarks.iter().map(words::remark).collect(),
            replay: self.replay.command(lesson, case.name, self.whole.seed),
            trace: matches!(case.verdict, Verdict::Broken { .. })
                .then(|| self.replay.look(lesson, case.name, self.whole.seed)),
        }
    }
}

/// The chapter to read: the belief's, or else the lesson's own.
pub(super) fn chapter(lesson: &str, belief: Option<&str>) -> String {
    belief
        .and_then(cases::beliefs::find)
        .and_then(|belief| course::of_slug(belief.chapter))
        .map_or_else(|| lesson.to_owned(), |lesson| lesson.chapter())
}

/// The compiler's message, if the lesson did not build.
fn compiler(report: &LessonReport) -> Option<&str> {
    report.compiler.as_deref().filter(|_| report.status == Status::NotBuilt)
}

/// The text without colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl<O: Write, E: Write> Reporter for Json<O, E> {
    fn handle(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Begun { seed, isolation, .. } => {
                self.whole.seed = *seed;
                self.whole.isolation = isolation.name().to_owned();
            }
            Event::Warned(warning) => {
                // A warning that cannot be written does not stop the run.
                let _ = writeln!(self.err, "{}", words::warning(warning));
            }
            Event::LessonDone(report) => {
                let lesson = self.lesson(report);
                self.whole.lessons.push(lesson);
            }
            Event::Over { .. } => {
                self.out.write_all(&(self.form)(&self.whole)?)?;
                self.out.flush()?;
            }
            Event::Building { .. } | Event::Playing { .. } | Event::CaseDone { .. } => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::specimens::of_every_status;

    #[test]
    fn one_object_with_its_keys_in_order() {
        insta::assert_snapshot!(of_every_status(text));
    }
}
