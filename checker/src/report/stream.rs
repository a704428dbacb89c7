//! The report for programs that show a run while it happens: one JSON object per line, for each event.
//! Its texts are those of the report for people, with colours if they are wanted
//! (`CLICOLOR_FORCE=1` requests them in a pipe). Later versions only add keys.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use protocol::{SCHEMA, events};

use super::human::{self, Setting};
use super::json::{chapter, milliseconds};
use super::{Reporter, links, words};
use crate::events::{Announced, CaseReport, Event, LessonReport, Status, Verdict};

/// Writes a line for each event.
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

    /// The output of `tell`, with colours and links if they are wanted.
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

    fn object(&self, event: &Event) -> io::Result<events::Event> {
        Ok(match event {
            Event::Begun { seed, isolation, lessons } => events::Event::Begun {
                schema: SCHEMA,
                seed: *seed,
                isolation: isolation.name().to_owned(),
                lessons: *lessons,
            },
            Event::Warned(warning) => events::Event::Warned { text: words::warning(warning) },
            Event::Building { lesson, title } => {
                events::Event::Building { lesson: lesson.clone(), title: title.clone() }
            }
            Event::Playing { lesson, title, cases } => events::Event::Playing {
                lesson: lesson.clone(),
                title: title.clone(),
                cases: cases.iter().map(announced).collect(),
            },
            Event::CaseDone { lesson, case } => events::Event::CaseDone(self.case(lesson, case)?),
            Event::LessonDone(report) => {
                let done = self.lesson(report)?;
                match report.status {
                    Status::NotBuilt => events::Event::NotBuilt(done),
                    _ => events::Event::LessonDone(done),
                }
            }
            Event::Over { interrupted } => events::Event::Over { interrupted: *interrupted },
        })
    }

    fn case(&self, lesson: &str, case: &CaseReport) -> io::Result<events::CaseDone> {
        let belief = match &case.verdict {
            Verdict::Broken { belief, .. } => belief.as_deref(),
            _ => None,
        };
        let replay = self.setting.replay.command(lesson, case.name, self.seed);
        let look = self.setting.replay.look(lesson, case.name, self.seed);
        Ok(events::CaseDone {
            lesson: lesson.to_owned(),
            name: case.name.to_owned(),
            role: case.role.name().to_owned(),
            rank: case.rank.name().to_owned(),
            promise: case.promise.to_owned(),
            status: case.verdict.status(),
            not_written: case.is_not_written(),
            duration_ms: milliseconds(case.duration),
            summary: words::summary(&case.verdict),
            belief: belief.map(str::to_owned),
            chapter: chapter(lesson, belief),
            remarks: case.remarks.iter().map(words::remark).collect(),
            text: self.text(|out| human::in_full(out, case, None, &replay, &look))?,
            trace: matches!(case.verdict, Verdict::Broken { .. }).then(|| look.clone()),
            replay,
            look,
        })
    }

    fn lesson(&self, report: &LessonReport) -> io::Result<events::LessonDone> {
        let compiler = report.compiler.as_deref();
        let compiler = compiler.map(|words| self.text(|out| out.write_all(words.as_bytes())));
        Ok(events::LessonDone {
            lesson: report.lesson.clone(),
            title: report.title.clone(),
            status: report.status,
            points: report.points,
            max_points: report.max_points,
            judged_points: report.judged_points,
            duration_ms: milliseconds(report.duration),
            not_begun: human::is_not_begun(report),
            text: self.text(|out| human::tell(out, report, self.seed, &self.setting))?,
            compiler: compiler.transpose()?,
        })
    }
}

fn announced(case: &Announced) -> events::Announced {
    events::Announced {
        name: case.name.to_owned(),
        role: case.role.name().to_owned(),
        rank: case.rank.name().to_owned(),
        promise: case.promise.to_owned(),
    }
}

impl<O: Write> Reporter for Stream<O> {
    fn handle(&mut self, event: &Event) -> io::Result<()> {
        if let Event::Begun { seed, .. } = event {
            self.seed = *seed;
        }
        let object = self.object(event)?;
        writeln!(self.out, "{}", serde_json::to_string(&object)?)?;
        // The reader needs the line at once.
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::events::{Isolation, Rank, Role, Warning};
    use crate::report::schemas::assert_guarded;
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
            Event::Warned(Warning::NoCells { why: "user namespaces are off".into() }),
            Event::Building { lesson: folder.clone(), title: title.clone() },
            Event::Playing { lesson: folder.clone(), title, cases: vec![announced] },
            Event::CaseDone { lesson: folder.clone(), case: kept("a-word") },
            Event::CaseDone { lesson: folder, case: whole_buffer() },
            Event::LessonDone(lesson(0, Status::Failed, 5, vec![kept("a"), whole_buffer()])),
            Event::LessonDone(not_built),
            Event::Over { interrupted: false },
        ];
        for event in &events {
            stream.handle(event).unwrap();
        }
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains("\\u001b"), "unexpected colours: {out}");
        let objects: Vec<Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(objects.len(), events.len());
        for object in &objects {
            assert_guarded("events", object, &["trace"]);
        }
        insta::assert_snapshot!(
            objects.iter().map(|object| format!("{object:#}")).collect::<Vec<_>>().join("\n")
        );
    }
}
