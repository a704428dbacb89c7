//! A report as Gradescope's `results.json`
//! (<https://gradescope-autograders.readthedocs.io/en/latest/specs/>). Each lesson is a test with its points.
//! Its cases follow it as tests without points. Cases that could not be judged leave both the points and
//! their maximum.

use std::io;

use protocol::{Status, check};
use serde::Serialize;

#[derive(Serialize)]
struct Results<'r> {
    score: u32,
    visibility: &'static str,
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
    visibility: &'static str,
}

const VISIBLE: &str = "visible";

/// The text of the file.
pub fn text(report: &check::Report) -> io::Result<Vec<u8>> {
    let tests = report.lessons.iter().flat_map(|lesson| {
        std::iter::once(of_lesson(lesson))
            .chain(lesson.cases.iter().map(|case| of_case(lesson, case)))
    });
    let score = report.lessons.iter().map(|lesson| lesson.points).sum();
    let results = Results { score, visibility: VISIBLE, tests: tests.collect() };
    Ok([serde_json::to_vec_pretty(&results)?, vec![b'\n']].concat())
}

fn of_lesson(lesson: &check::Lesson) -> Test<'_> {
    Test {
        name: lesson.lesson.clone(),
        score: Some(lesson.points),
        max_score: Some(lesson.judged_points),
        status: status(lesson.status),
        output: lesson.compiler.as_deref().unwrap_or_default(),
        visibility: VISIBLE,
    }
}

fn of_case<'r>(lesson: &check::Lesson, case: &'r check::Case) -> Test<'r> {
    Test {
        name: format!("{}: {}", lesson.lesson, case.promise),
        status: status(case.status),
        output: &case.summary,
        visibility: VISIBLE,
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
}
