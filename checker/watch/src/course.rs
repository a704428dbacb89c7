//! The course and the learner's standing, as `checker list --format json` tells them.

use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Course {
    /// The folder of the lesson that the learner is on; `None` where every lesson is passed.
    pub current: Option<String>,
    pub lessons: Vec<Lesson>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Lesson {
    pub number: usize,
    /// Its folder, `01-one-shot`.
    pub lesson: String,
    pub title: String,
    pub part: String,
    pub asks: String,
    pub learnt: String,
    /// The files that the learner writes, counted from the workspace.
    pub files: Vec<String>,
    /// The chapter's file, counted from the workspace.
    pub chapter: String,
    pub passed: bool,
    pub points: u32,
    pub max_points: u32,
}

impl Lesson {
    /// `01 · One shot`.
    pub fn heading(&self) -> String {
        format!("{:02} · {}", self.number, self.title)
    }
}

impl Course {
    pub fn passed(&self) -> usize {
        self.lessons.iter().filter(|lesson| lesson.passed).count()
    }

    /// The place in the list of the lesson to begin with.
    pub fn place_of_current(&self) -> usize {
        let is_current = |lesson: &Lesson| Some(&lesson.lesson) == self.current.as_ref();
        self.lessons.iter().position(is_current).unwrap_or(0)
    }

    /// The place of the lesson to turn to after this one: the next that is not passed, from here
    /// to the end and then from the beginning. `None` where every other one is passed.
    pub fn after(&self, place: usize) -> Option<usize> {
        let around = (place + 1..self.lessons.len()).chain(0..place.min(self.lessons.len()));
        around.into_iter().find(|at| !self.lessons[*at].passed)
    }
}
