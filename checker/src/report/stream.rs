//! The report for programs that show a run while it happens: one JSON object a line, each event as
//! it comes. Texts in it are those of the report for people, painted where colours are wanted
//! (`CLICOLOR_FORCE=1` asks for them in a pipe). Keys are only ever added.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use serde_json::{Value, json};

use super::human::{self, Setting};
use super::json::{chapter, milliseconds};
use super::{Report, links, words};
use crate::events::{CaseReport, Event, LessonReport, Status, Verdict};

/// The version of the objects.
const SCHEMA: u32 = 1;

/// Writes a line at each event.
pub struct Stream<O> {
    out: O,
    setting: Setting,
    painted: bool,
    seed: u64,
}

impl<O: Write> Stream<O> {
    pub fn new(out: O, setting: Setting) -> Self {
        let painted = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Stream { out, setting, painted, seed: 0 }
    }

    /// What `tell` writes, with colours and links where they are wanted.
    fn text(&self, tell: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
        let mut text = Vec::new();
        tell(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        let text = text.trim_matches('\n');
        Ok(match self.painted {
            true => links::linked(text),
            false => anstream::adapter::strip_str(text).to_string(),
        })
    }

    fn object(&self, event: &Event) -> io::Result<Value> {
        Ok(match event {
            Event::Begun { seed, isolation, lessons } => json!({
                "event": "begun", "schema": SCHEMA, "seed": seed,
                "isolation": isolation.name(), "lessons": lessons,
            }),
            Event::Warned(warning) => json!({ "event": "warned", "text": words::warning(warning) }),
            Event::Building { lesson, title } => {
                json!({ "event": "building", "lesson": lesson, "title": title })
            }
            Event::Playing { lesson, title, cases } => json!({
                "event": "playing", "lesson": lesson, "title": title,
                "cases": cases.iter().map(|case| json!({
                    "name": case.name, "role": case.role.name(), "rank": case.rank.name(),
                    "promise": case.promise,
                })).collect::<Vec<_>>(),
            }),
            Event::CaseDone { lesson, case } => self.case(lesson, case)?,
            Event::LessonDone(report) => self.lesson(report)?,
            Event::Over { interrupted } => json!({ "event": "over", "interrupted": interrupted }),
        })
    }

    fn case(&self, lesson: &str, case: &CaseReport) -> io::Result<Value> {
        let belief = match &case.verdict {
            Verdict::Broken { belief, .. } => belief.as_deref(),
            _ => None,
        };
        let replay = self.setting.replay.command(lesson, case.name, self.seed);
        let look = self.setting.replay.look(lesson, case.name, self.seed);
        Ok(json!({
            "event": "case_done", "lesson": lesson, "name": case.name, "role": case.role.name(),
            "rank": case.rank.name(), "promise": case.promise, "status": case.verdict.word(),
            "not_written": human::is_not_written(case),
            "duration_ms": milliseconds(case.duration),
            "summary": words::summary(&case.verdict), "belief": belief,
            "chapter": chapter(lesson, belief),
            "remarks": case.remarks.iter().map(words::remark).collect::<Vec<_>>(),
            "text": self.text(|out| human::in_full(out, case, &replay, &look))?,
            "replay": replay, "look": look,
        }))
    }

    fn lesson(&self, report: &LessonReport) -> io::Result<Value> {
        let compiler = report.compiler.as_deref();
        let compiler = compiler.map(|words| self.text(|out| out.write_all(words.as_bytes())));
        Ok(json!({
            "event": if report.status == Status::NotBuilt { "not_built" } else { "lesson_done" },
            "lesson": report.lesson, "title": report.title, "status": report.status.word(),
            "points": report.points, "max_points": report.max_points,
            "judged_points": report.judged_points,
            "duration_ms": milliseconds(report.duration),
            "not_begun": human::is_not_begun(report),
            "text": self.text(|out| human::tell(out, report, self.seed, &self.setting))?,
            "compiler": compiler.transpose()?,
        }))
    }
}

impl<O: Write> Report for Stream<O> {
    fn hear(&mut self, event: &Event) -> io::Result<()> {
        if let Event::Begun { seed, .. } = event {
            self.seed = *seed;
        }
        let object = self.object(event)?;
        writeln!(self.out, "{object}")?;
        // Whoever shows it shows it now.
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Announced, Isolation, Rank, Role};
    use crate::report::specimens::*;

    #[test]
    fn one_object_a_line_as_it_happens() {
        let mut out = Vec::new();
        let mut stream = Stream::new(&mut out, Setting::default());
        let announced = Announced {
            name: "a-word",
            role: Role::Server,
            rank: Rank::Core,
            promise: "it is kept",
        };
        let mut not_built = lesson(1, Status::NotBuilt, 0, vec![]);
        not_built.compiler = Some("\u{1b}[91merror\u{1b}[0m: expected `;`\n".into());
        let (folder, title) = ("01-one-shot".to_owned(), "One shot".to_owned());
        let events = [
            Event::Begun { seed: 7, isolation: Isolation::Cell, lessons: 2 },
            Event::Building { lesson: folder.clone(), title: title.clone() },
            Event::Playing { lesson: folder.clone(), title, cases: vec![announced] },
            Event::CaseDone { lesson: folder.clone(), case: kept("a-word") },
            Event::CaseDone { lesson: folder, case: whole_buffer() },
            Event::LessonDone(lesson(0, Status::Failed, 5, vec![kept("a"), whole_buffer()])),
            Event::LessonDone(not_built),
            Event::Over { interrupted: false },
        ];
        for event in &events {
            stream.hear(event).unwrap();
        }
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains("\\u001b"), "nobody asked for colours: {out}");
        let objects: Vec<Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(objects.len(), events.len());
        insta::assert_snapshot!(
            objects.iter().map(|object| format!("{object:#}")).collect::<Vec<_>>().join("\n")
        );
    }
}
