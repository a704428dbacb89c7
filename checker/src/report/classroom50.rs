//! A report as the `result.json` of a Classroom 50 autograder, version `classroom50/result/v1`
//! (<https://github.com/foundation50/classroom50/wiki/Advanced-Autograding>). Each lesson is a test. The
//! runner's environment says which submission it is, and git says when it was committed.

use std::io;
use std::process::Command;

use protocol::{Status, check};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test<'r> {
    test_name: &'r str,
    passed: bool,
    score: u32,
    max_score: u32,
    output: String,
}

/// The keys of the object, and the variables that hold their values.
const KEYS: [(&str, &[&str]); 8] = [
    ("classroom", &["CLASSROOM"]),
    ("assignment", &["ASSIGNMENT"]),
    ("assignment_type", &["ASSIGNMENT_TYPE"]),
    ("owner", &["OWNER", "USERNAME"]),
    ("submission", &["SUBMISSION_TAG"]),
    ("commit", &["COMMIT_URL"]),
    ("release", &["RELEASE_URL"]),
    ("review", &["REVIEW_URL", "COMMIT_URL"]),
];

/// The text of the file.
pub fn text(report: &check::Report) -> io::Result<Vec<u8>> {
    text_in(report, &|name| std::env::var(name).ok(), &time_of_commit()?)
}

pub(super) fn text_in(
    report: &check::Report,
    variable: &dyn Fn(&str) -> Option<String>,
    time: &str,
) -> io::Result<Vec<u8>> {
    let tests: Vec<Test> = report.lessons.iter().map(test).collect();
    let mut object = serde_json::Map::new();
    object.insert("schema".into(), "classroom50/result/v1".into());
    for (key, names) in KEYS {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let found = names.iter().find_map(set);
        let value = found.or_else(|| (key == "assignment_type").then(|| "individual".into()));
        let missing = || io::Error::other(format!("{} is not set: a runner sets it", names[0]));
        object.insert(key.into(), value.ok_or_else(missing)?.into());
    }
    object.insert("datetime".into(), time.into());
    object.insert("score".into(), tests.iter().map(|test| test.score).sum::<u32>().into());
    object.insert("max-score".into(), tests.iter().map(|test| test.max_score).sum::<u32>().into());
    object.insert("tests".into(), serde_json::to_value(tests)?);
    Ok([serde_json::to_vec_pretty(&object)?, vec![b'\n']].concat())
}

fn test(lesson: &check::Lesson) -> Test<'_> {
    let failed = lesson.cases.iter().filter(|case| case.status == Status::Failed);
    let lines = failed.map(|case| format!("{}: {}", case.promise, case.summary));
    let lines: Vec<String> = lesson.compiler.clone().into_iter().chain(lines).collect();
    Test {
        test_name: &lesson.lesson,
        passed: lesson.status == Status::Passed,
        score: lesson.points,
        max_score: lesson.judged_points,
        output: lines.join("\n"),
    }
}

/// The time of the commit in the current folder.
fn time_of_commit() -> io::Result<String> {
    let words = ["log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%SZ"];
    let output = Command::new("git").args(words).env("TZ", "UTC").output()?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(io::Error::other("git does not know the time of the commit")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::specimens::of_every_status;

    #[test]
    fn each_lesson_is_a_test_and_the_runner_says_whose_it_is() {
        insta::assert_snapshot!(of_every_status(|report| {
            let value = |name: &str| (name != "ASSIGNMENT_TYPE").then(|| format!("<{name}>"));
            text_in(report, &value, "2026-06-01T14:33:11Z")
        }));
    }

    #[test]
    fn a_missing_variable_is_named() {
        let report: check::Report =
            serde_json::from_str(&of_every_status(crate::report::json::text)).unwrap();
        let why = text_in(&report, &|_| None, "").unwrap_err().to_string();
        assert!(why.starts_with("CLASSROOM is not set"), "{why}");
    }
}
