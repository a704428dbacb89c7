//! `checker list --format json`: the course and the learner's progress.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub schema: u32,
    /// The folder of the current lesson; null if every lesson is passed.
    pub current: Option<String>,
    pub lessons: Vec<Lesson>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    pub number: usize,
    /// Its folder, such as `01-one-shot`.
    pub lesson: String,
    pub title: String,
    pub part: String,
    pub asks: String,
    pub learnt: String,
    /// The files that the learner writes, relative to the workspace.
    pub files: Vec<String>,
    /// The chapter's file, relative to the workspace.
    pub chapter: String,
    pub passed: bool,
    /// The points reached so far.
    pub points: u32,
    pub max_points: u32,
    pub hints_shown: usize,
    pub hints: usize,
}

impl Lesson {
    /// `01 · One shot`.
    pub fn heading(&self) -> String {
        format!("{:02} · {}", self.number, self.title)
    }
}
