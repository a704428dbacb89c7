//! A report as JUnit XML, which most services of continuous integration can show. Each lesson is a suite, and
//! each case a test. A case that could not be judged counts as skipped. A lesson without cases has a test
//! `build` instead, which says why.

use std::io;
use std::time::Duration;

use protocol::{Status, check};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The text of the file.
pub fn text(report: &check::Report) -> io::Result<Vec<u8>> {
    let mut junit = Report::new("socketlings");
    junit.add_test_suites(report.lessons.iter().map(suite));
    let mut text = Vec::new();
    junit.serialize(&mut text).map_err(io::Error::other)?;
    Ok(text)
}

fn suite(lesson: &check::Lesson) -> TestSuite {
    let mut suite = TestSuite::new(&lesson.lesson[..]);
    suite.set_time(Duration::from_millis(lesson.duration_ms));
    if let Some(why) = &lesson.compiler {
        let mut status = match lesson.status {
            Status::NotBuilt => TestCaseStatus::non_success(NonSuccessKind::Error),
            _ => TestCaseStatus::skipped(),
        };
        status.set_description(&why[..]);
        suite.add_test_case(TestCase::new("build", status));
    }
    suite.add_test_cases(lesson.cases.iter().map(|case| test(lesson, case)));
    suite
}

fn test(lesson: &check::Lesson, case: &check::Case) -> TestCase {
    let mut test = TestCase::new(&case.name[..], status(case));
    test.set_classname(format!("{}.{}", lesson.lesson, case.role));
    test.set_time(Duration::from_millis(case.duration_ms));
    test
}

fn status(case: &check::Case) -> TestCaseStatus {
    let mut status = match case.status {
        Status::Passed => return TestCaseStatus::success(),
        Status::Failed | Status::NotBuilt => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Status::Skipped | Status::Unsure => TestCaseStatus::skipped(),
    };
    status.set_message(&case.summary[..]);
    if let Some(belief) = &case.belief {
        status.set_type(&belief[..]);
    }
    if case.status == Status::Failed {
        status.set_description(format!("{}\n{}", case.promise, case.replay));
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::specimens::of_every_status;

    #[test]
    fn lessons_are_suites_and_what_was_not_judged_is_skipped() {
        insta::assert_snapshot!(of_every_status(text));
    }

    #[test]
    fn a_reader_finds_each_verdict_and_refuses_a_test_without_a_name() {
        let xml = of_every_status(text);
        let suites = Report::deserialize_from_str(&xml).unwrap().test_suites;
        let counts = suites.iter().map(|one| [one.tests, one.failures, one.skipped, one.errors]);
        assert_eq!(counts.collect::<Vec<_>>(), [[5, 2, 2, 0], [1, 0, 0, 1]]);
        let damaged = xml.replace("<testcase name=", "<testcase title=");
        assert!(Report::deserialize_from_str(&damaged).is_err());
    }
}
