//! `checker grade`: a class. Each submission has a file `results/NAME.json` ([`Graded`]), and the class has
//! `class.json` ([`Class`]).

use serde::{Deserialize, Serialize};

use crate::{Status, check};

/// The result of one submission: the object of `checker check --format json`, with more keys. A lesson that
/// was not handed in is `not_built`, and `compiler` says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    #[serde(flatten)]
    pub report: check::Report,
    /// The name of the submission's folder.
    pub student: String,
    /// The digest of all files that were checked, and of the checker's version.
    pub digest: String,
    /// What the teacher should know: files that were left out, a manifest that was replaced.
    pub notes: Vec<String>,
    /// Whether the checker came to an end with every lesson. If not, the submission is graded again.
    pub is_complete: bool,
}

/// All submissions together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    pub schema: u32,
    pub seed: u64,
    pub students: Vec<Student>,
    /// The misconceptions that were proved: those of most students first.
    pub beliefs: Vec<Belief>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Student {
    pub student: String,
    pub points: u32,
    pub max_points: u32,
    /// The maximum without skipped and unsure cases.
    pub judged_points: u32,
    pub lessons: Vec<Lesson>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The lesson's folder, such as `09-framing`.
    pub lesson: String,
    pub status: Status,
    pub is_handed_in: bool,
    pub points: u32,
    pub max_points: u32,
    pub judged_points: u32,
}

/// A misconception, and the students whose programs hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belief {
    /// Its id, for `checker explain`.
    pub belief: String,
    pub title: String,
    pub students: Vec<String>,
    pub cases: Vec<Case>,
}

/// A case that proved the misconception, and the number of students.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub lesson: String,
    pub case: String,
    pub students: usize,
}
