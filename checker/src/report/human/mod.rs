//! The report for people. Verdicts go to standard output, one lesson at a time; a passed lesson is a
//! line or two. Progress (building, number of finished cases) goes to standard error, and only on a
//! terminal.

mod failure;
mod failures;
mod groups;
mod lesson;
mod part;
#[cfg(feature = "more")]
mod picture;

pub use failure::in_full;
pub use lesson::{is_not_begun, tell};
#[cfg(feature = "more")]
pub use picture::picture;

use std::io::{self, Write};

use super::paint::{doubtful, faint};
use super::replay::Replay;
use super::text::count;
use super::{Reporter, links, words};
use crate::events::{Event, LessonReport, Status};

/// The settings that the report needs besides the events.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub replay: Replay,
    /// Whether standard error is a terminal, on which a line can be overwritten.
    pub live: bool,
    /// Whether each case gets its line, even those of a program that is far off.
    pub lists_all: bool,
}

/// Reports to people.
pub struct Human<O, E> {
    out: O,
    err: E,
    setting: Setting,
    seed: u64,
    /// The number of lessons to check.
    expected: usize,
    /// The number of finished cases of the lesson, and the number of all its cases.
    done: (usize, usize),
    lessons: Vec<LessonReport>,
}

impl<O: Write, E: Write> Human<O, E> {
    pub fn new(out: O, err: E, setting: Setting) -> Self {
        Human { out, err, setting, seed: 0, expected: 0, done: (0, 0), lessons: Vec::new() }
    }

    /// Shows a line on the terminal that the next one overwrites. Write errors do not matter here.
    fn passing(&mut self, line: &str) {
        if self.setting.live {
            let _ = write!(self.err, "\r\x1b[K{}", faint(line));
            let _ = self.err.flush();
        }
    }

    fn tally(&mut self) -> io::Result<()> {
        let of = |status| self.lessons.iter().filter(|lesson| lesson.status == status).count();
        let standings = [
            (Status::Passed, "passed"),
            (Status::Failed, "failed"),
            (Status::NotBuilt, "not built"),
            (Status::Unsure, "not judged"),
            (Status::Skipped, "skipped"),
        ];
        let parts: Vec<String> = standings
            .into_iter()
            .map(|(status, word)| (of(status), word))
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        let lessons = count(self.lessons.len(), "lesson");
        write!(self.out, "{lessons}: {}", parts.join(", "))?;
        let is_scored =
            |lesson: &LessonReport| !lesson.is_of_a_part() && lesson.not_played.is_empty();
        if self.lessons.iter().all(is_scored) {
            let points: u32 = self.lessons.iter().map(|lesson| lesson.points).sum();
            let most: u32 = self.lessons.iter().map(|lesson| lesson.judged_points).sum();
            write!(self.out, " · {points} of {most} points")?;
        }
        writeln!(self.out)
    }
}

/// `03 · Connection loop`, of a lesson's folder and title.
fn heading(folder: &str, title: &str) -> String {
    let number = folder.split_once('-').map_or(folder, |(number, _)| number);
    format!("{number} · {title}")
}

impl<O: Write, E: Write> Reporter for Human<O, E> {
    fn handle(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Begun { seed, lessons, .. } => {
                self.seed = *seed;
                self.expected = *lessons;
            }
            Event::Warned(warning) => {
                self.passing("");
                // A warning that cannot be written does not stop the run.
                let _ = writeln!(self.err, "{}", doubtful(words::warning(warning)));
            }
            Event::Building { lesson, title } => {
                self.passing(&format!("building {} …", heading(lesson, title)));
            }
            Event::Playing { lesson, title, cases } => {
                let cases = cases.len();
                self.done = (0, cases);
                self.passing(&format!("{}: 0/{cases}", heading(lesson, title)));
            }
            Event::CaseDone { lesson, case } => {
                self.done.0 += 1;
                let (done, all) = self.done;
                self.passing(&format!("{lesson}: {done}/{all} {}", case.name));
            }
            Event::LessonDone(report) => {
                self.passing("");
                let (seed, setting) = (self.seed, &self.setting);
                links::write(&mut self.out, |out| lesson::tell(out, report, seed, setting))?;
                self.lessons.push(report.clone());
            }
            Event::Over { interrupted } => {
                self.passing("");
                if self.expected > 1 {
                    self.tally()?;
                }
                if *interrupted {
                    writeln!(self.out, "{}", doubtful("Interrupted before the end."))?;
                }
                self.out.flush()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
