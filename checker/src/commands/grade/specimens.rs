//! An example class for tests. Each submission has a case of every status, and a lesson that did not build.

use protocol::check;
use protocol::grade::{Class, Graded};

use super::class::class;
use super::options::Options;
use super::plan::Plan;
use crate::report::chart::{chart, svg};
use crate::report::json;
use crate::report::specimens::{of_every_status, whole_buffer};

/// The result of a submission. The second case that failed is about manners.
pub fn graded(student: &str) -> Graded {
    let mut report: check::Report = serde_json::from_str(&of_every_status(json::text)).unwrap();
    report.lessons[0].cases[2].rank = "manners".into();
    let (student, digest) = (student.to_owned(), "a digest".to_owned());
    let notes = vec!["lessons/01-one-shot/link: a link was left out".to_owned()];
    Graded { report, student, digest, notes, is_complete: true }
}

/// The plan without a class file.
pub fn plan() -> Plan {
    Plan::of(&Options::default()).unwrap()
}

/// A class of two.
pub fn class_of_two() -> Class {
    class(&plan(), 7, &[graded("alice"), graded("bob")])
}

/// The picture of the failed case.
pub fn picture() -> String {
    let case = whole_buffer();
    svg::draw(&chart("01-one-shot", &case), &format!("one-shot-{}", case.name))
}
