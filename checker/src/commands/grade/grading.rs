//! Grades one submission, lesson by lesson, and keeps the result in `results/NAME.json`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use protocol::grade::Graded;
use protocol::{SCHEMA, Status, check};

use super::intake::Files;
use super::player::{Played, Player};
use super::submissions::Submission;
use super::workshop::HandedIn;
use crate::course::{Lesson, atomic_file, framing, of_slug};

/// The words in place of a compiler's message if a lesson is missing.
pub const NOT_HANDED_IN: &str = "not handed in";

/// The folder of the results.
pub struct Results {
    pub folder: PathBuf,
}

impl Results {
    fn file(&self, submission: &Submission) -> PathBuf {
        self.folder.join("results").join(submission.file_name() + ".json")
    }

    /// The file for the picture of this case.
    pub fn picture(&self, submission: &Submission, lesson: &str, case: &str) -> PathBuf {
        let folder = self.folder.join("pictures").join(submission.file_name());
        folder.join(format!("{lesson}-{case}.svg"))
    }

    /// Removes the pictures of an earlier result.
    fn forget_pictures(&self, submission: &Submission) {
        let _ = fs::remove_dir_all(self.folder.join("pictures").join(submission.file_name()));
    }

    /// The earlier result, if it was complete and this has its digest.
    pub fn earlier(&self, submission: &Submission, digest: &str) -> Option<Graded> {
        let graded = read(&self.file(submission))?;
        (graded.is_complete && graded.digest == digest).then_some(graded)
    }

    pub fn keep(&self, submission: &Submission, graded: &Graded) -> anyhow::Result<()> {
        let text = [serde_json::to_vec_pretty(graded)?, vec![b'\n']].concat();
        atomic_file::write(&self.file(submission), &text).context("writing a result")
    }

    /// The seed of any earlier result.
    pub fn seed(&self) -> Option<u64> {
        let files = fs::read_dir(self.folder.join("results")).ok()?;
        let mut paths: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().find_map(|path| Some(read(path)?.report.seed))
    }
}

fn read(path: &Path) -> Option<Graded> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// The settings that the result depends on, for its digest.
pub fn settings(seed: u64, lessons: &[&Lesson], trusts: bool) -> String {
    let names: Vec<String> = lessons.iter().map(|lesson| lesson.folder()).collect();
    format!("{} {seed} {trusts} {}", env!("CARGO_PKG_VERSION"), names.join(" "))
}

/// Grades one submission. `on_lesson` is called before each lesson.
pub fn grade(
    submission: &Submission,
    files: &Files,
    lessons: &[&'static Lesson],
    player: &Player,
    on_lesson: &mut dyn FnMut(&Lesson),
) -> anyhow::Result<Graded> {
    let notes = player.workshop.receive(files)?;
    let report = check::Report {
        schema: SCHEMA,
        seed: player.seed,
        isolation: isolation(),
        lessons: vec![],
    };
    let (student, digest) = (submission.name.clone(), String::new());
    let mut graded = Graded { report, student, digest, notes, is_complete: true };
    if let Some(framing) = plays_framing_first(files, lessons, player) {
        // Its result counts only if it was asked for, but its library serves the others.
        let _ = player.check(framing)?;
    }
    for lesson in lessons {
        on_lesson(lesson);
        let result = grade_lesson(lesson, files, player, &mut graded)?;
        graded.report.lessons.push(result);
    }
    Ok(graded)
}

fn isolation() -> String {
    if kernel::probe_cells().is_ok() { "cell".into() } else { "process".into() }
}

/// Other lessons use the submission's own library only after its lesson is passed.
fn plays_framing_first(
    files: &Files,
    lessons: &[&Lesson],
    player: &Player,
) -> Option<&'static Lesson> {
    let framing = of_slug(framing::SLUG)?;
    let is_ready = |lesson: &Lesson| player.workshop.handed_in(files, lesson).is_ready();
    let uses = |lesson: &&&Lesson| framing::uses_it(lesson) && is_ready(lesson);
    let user = lessons.iter().position(|lesson| uses(&lesson))?;
    let own = lessons.iter().position(|lesson| lesson.number == framing.number);
    (is_ready(framing) && own.is_none_or(|own| own > user)).then_some(framing)
}

fn grade_lesson(
    lesson: &Lesson,
    files: &Files,
    player: &Player,
    graded: &mut Graded,
) -> anyhow::Result<check::Lesson> {
    match player.workshop.handed_in(files, lesson) {
        HandedIn::Missing => return Ok(not_built(lesson, NOT_HANDED_IN)),
        HandedIn::Refused(why) => {
            graded.notes.push(format!("{}: not built, because it {why}", lesson.folder()));
            return Ok(not_built(lesson, &format!("not built, because the lesson {why}")));
        }
        HandedIn::Ready => {}
    }
    Ok(match player.check(lesson)? {
        Played::Judged(result) => result,
        Played::NotStarted(why) => not_built(lesson, &why),
        Played::Crashed(why) => {
            graded.is_complete = false;
            graded.notes.push(format!("{}: the checker failed: {why}", lesson.folder()));
            check::Lesson { status: Status::Unsure, judged_points: 0, ..not_built(lesson, &why) }
        }
    })
}

fn not_built(lesson: &Lesson, why: &str) -> check::Lesson {
    check::Lesson {
        lesson: lesson.folder(),
        status: Status::NotBuilt,
        points: 0,
        max_points: lesson.points,
        judged_points: lesson.points,
        duration_ms: 0,
        cases: Vec::new(),
        compiler: Some(why.to_owned()),
    }
}

/// The cases whose pictures tell most: the first for each misconception, or else the first that failed.
pub fn telling(lesson: &check::Lesson) -> Vec<&check::Case> {
    let failed = lesson.cases.iter().filter(|case| case.status == Status::Failed);
    let mut chosen: Vec<&check::Case> = Vec::new();
    for case in failed.clone().filter(|case| case.belief.is_some()) {
        if !chosen.iter().any(|other| other.belief == case.belief) {
            chosen.push(case);
        }
    }
    if chosen.is_empty() {
        chosen.extend(failed.take(1));
    }
    chosen
}

/// Draws the pictures of a submission that is in the workspace.
pub fn draw(
    submission: &Submission,
    lessons: &[&Lesson],
    graded: &Graded,
    player: &Player,
    results: &Results,
) -> anyhow::Result<()> {
    results.forget_pictures(submission);
    for (lesson, result) in lessons.iter().zip(&graded.report.lessons) {
        for case in telling(result) {
            if let Some(svg) = player.picture(lesson, &case.name)? {
                let path = results.picture(submission, &result.lesson, &case.name);
                atomic_file::write(&path, svg.as_bytes()).context("writing a picture")?;
            }
        }
    }
    Ok(())
}
