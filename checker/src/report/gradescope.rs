//! A report as Gradescope's `results.json`
//! (<https://gradescope-autograders.readthedocs.io/en/latest/specs/>). Each lesson is a test with its points.
//! Its cases follow it as tests without points. Cases that could not be judged leave both the points and
//! their maximum. A lesson without any judged case has no points: Gradescope would show 0 of 0 as passed.

use std::io;

use protocol::{Status, check};
use serde::Serialize;

use super::visibility::{Shown, Visibility};

#[derive(Serialize)]
struct Results<'r> {
    score: u32,
    visibility: Visibility,
    tests: Vec<Test<'r>>,
}

#[derive(Default, Serialize)]
struct Test<'r> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_score: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    output: &'r str,
    visibility: Visibility,
}

/// The text of the file, in which everything is visible.
pub fn text(report: &check::Report) -> io::Result<Vec<u8>> {
    text_with(report, &Shown::default())
}

/// The text of the file, in which tests have the visibility that the teacher chose.
pub fn text_with(report: &check::Report, shown: &Shown) -> io::Result<Vec<u8>> {
    let tests = report.lessons.iter().flat_map(|lesson| {
        let cases = lesson.cases.iter().map(|case| of_case(lesson, case, shown));
        std::iter::once(of_lesson(lesson, shown)).chain(cases)
    });
    let score = report.lessons.iter().map(|lesson| lesson.points).sum();
    let results = Results { score, visibility: Visibility::Visible, tests: tests.collect() };
    Ok([serde_json::to_vec_pretty(&results)?, vec![b'\n']].concat())
}

fn of_lesson<'r>(lesson: &'r check::Lesson, shown: &Shown) -> Test<'r> {
    let is_judged = lesson.judged_points > 0;
    Test {
        name: lesson.lesson.clone(),
        score: is_judged.then_some(lesson.points),
        max_score: is_judged.then_some(lesson.judged_points),
        status: status(lesson.status),
        output: lesson.compiler.as_deref().unwrap_or_default(),
        visibility: shown.points,
    }
}

fn of_case<'r>(lesson: &check::Lesson, case: &'r check::Case, shown: &Shown) -> Test<'r> {
    Test {
        name: format!("{}: {}", lesson.lesson, case.promise),
        status: status(case.status),
        output: &case.summary,
        visibility: shown.case(&lesson.lesson, case),
        ..Test::default()
    }
}

/// A test that was not judged has no status.
fn status(status: Status) -> Option<&'static str> {
    match status {
        Status::Passed => Some("passed"),
        Status::Failed | Status::NotBuilt => Some("failed"),
        Status::Skipped | Status::Unsure => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::specimens::of_every_status;

    #[test]
    fn lessons_have_points_and_cases_have_none() {
        insta::assert_snapshot!(of_every_status(text));
    }

    #[test]
    fn a_teacher_chooses_what_students_see() {
        let case = ("01-one-shot".to_owned(), "backlog".to_owned());
        let shown = Shown {
            points: Visibility::AfterPublished,
            core: Visibility::AfterDueDate,
            cases: [(case, Visibility::Hidden)].into(),
            ..Shown::default()
        };
        let report = serde_json::from_str(&of_every_status(crate::report::json::text)).unwrap();
        let text = String::from_utf8(text_with(&report, &shown).unwrap()).unwrap();
        let count = |word: &str| text.matches(&format!("\"visibility\": \"{word}\"")).count();
        let counts = ["after_published", "after_due_date", "hidden", "visible"].map(count);
        assert_eq!(counts, [2, 4, 1, 1], "{text}");
    }
}
