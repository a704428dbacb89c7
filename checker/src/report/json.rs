//! The report for programs: one JSON object at the end of the run. Editors and teachers' scripts rely on
//! its keys and their order. Later versions only add keys.

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
}

impl<O: Write, E: Write> Json<O, E> {
    pub fn new(out: O, err: E, replay: Replay) -> Self {
        let (isolation, lessons) = (String::new(), Vec::new());
        let whole = check::Report { schema: SCHEMA, seed: 0, isolation, lessons };
        Json { out, err, replay, whole }
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
                serde_json::to_writer_pretty(&mut self.out, &self.whole)?;
                writeln!(self.out)?;
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
    use crate::events::{Cause, Isolation};
    use crate::report::specimens::*;

    #[test]
    fn one_object_with_its_keys_in_order() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut json = Json::new(&mut out, &mut err, Replay::default());
        let skipped = case("backlog", "p", Verdict::Skipped { why: "no kernel facts".into() });
        let unsure = case(
            "restart",
            "p",
            Verdict::Unsure { why: "starting the server".into(), cause: Cause::Environment },
        );
        let mut not_built = lesson(1, Status::NotBuilt, 0, vec![]);
        not_built.compiler = Some("error: expected `;`\n".into());
        let cases = vec![kept("a-word"), whole_buffer(), of_client(stuck()), skipped, unsure];
        json.handle(&Event::Begun { seed: 7, isolation: Isolation::Cell, lessons: 2 }).unwrap();
        json.handle(&Event::LessonDone(lesson(0, Status::Failed, 5, cases))).unwrap();
        json.handle(&Event::LessonDone(not_built)).unwrap();
        json.handle(&Event::Over { interrupted: false }).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
        assert!(err.is_empty());
    }
}
