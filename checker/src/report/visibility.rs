//! When Gradescope shows a test to students, by its specification's section "Controlling Test Case
//! Visibility". A teacher chooses it for the points, for each rank, and for single cases.

use std::collections::BTreeMap;

use protocol::check;
use serde::Serialize;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    #[default]
    Visible,
    AfterDueDate,
    AfterPublished,
    Hidden,
}

impl Visibility {
    /// Each with its name.
    pub const ALL: [(&str, Visibility); 4] = [
        ("visible", Visibility::Visible),
        ("after_due_date", Visibility::AfterDueDate),
        ("after_published", Visibility::AfterPublished),
        ("hidden", Visibility::Hidden),
    ];
}

/// The visibility of each test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The tests that have points, which are the lessons.
    pub points: Visibility,
    pub core: Visibility,
    pub manners: Visibility,
    /// Cases that differ from their rank, by the lesson's folder and the case's name.
    pub cases: BTreeMap<(String, String), Visibility>,
}

impl Shown {
    /// The visibility of a case. `lesson` is the lesson's folder.
    pub fn case(&self, lesson: &str, case: &check::Case) -> Visibility {
        let own = self.cases.get(&(lesson.to_owned(), case.name.clone()));
        own.copied().unwrap_or(if case.rank == "core" { self.core } else { self.manners })
    }
}
