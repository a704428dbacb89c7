//! Grades one submission, lesson by lesson.

use protocol::grade::Graded;
use protocol::{SCHEMA, Status, check};

use super::intake::Files;
use super::player::{Played, Player};
use super::submissions::Submission;
use super::workshop::is_handed_in;
use crate::course::{Lesson, framing, of_slug};

/// The words in place of a compiler's message if a lesson is missing.
pub const NOT_HANDED_IN: &str = "not handed in";

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
    if let Some(framing) = plays_framing_first(files, lessons) {
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
fn plays_framing_first(files: &Files, lessons: &[&Lesson]) -> Option<&'static Lesson> {
    let framing = of_slug(framing::SLUG)?;
    let uses = |lesson: &&&Lesson| framing::uses_it(lesson) && is_handed_in(files, lesson);
    let user = lessons.iter().position(|lesson| uses(&lesson))?;
    let own = lessons.iter().position(|lesson| lesson.number == framing.number);
    (is_handed_in(files, framing) && own.is_none_or(|own| own > user)).then_some(framing)
}

fn grade_lesson(
    lesson: &Lesson,
    files: &Files,
    player: &Player,
    graded: &mut Graded,
) -> anyhow::Result<check::Lesson> {
    if !is_handed_in(files, lesson) {
        return Ok(not_built(lesson, NOT_HANDED_IN));
    }
    Ok(match player.check(lesson)? {
        Played::Judged(result) => result,
        Played::NotStarted(why) => not_built(lesson, &why),
        Played::Crashed(why) => {
            graded.is_complete = false;
            let why = format!("the checker failed: {why}");
            graded.notes.push(format!("{}: {why}", lesson.folder()));
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
