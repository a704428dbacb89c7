//! What the checker tells of a run, one JSON object a line (`checker check --format events`). What a
//! later checker may add is passed over.

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Told {
    Begun {
        seed: u64,
    },
    Warned {
        text: String,
    },
    Building {},
    Playing {
        cases: Vec<Announced>,
    },
    CaseDone(CaseDone),
    NotBuilt(LessonDone),
    LessonDone(LessonDone),
    Over {},
    #[serde(other)]
    Other,
}

/// A case that is about to be played.
#[derive(Debug, Clone, Deserialize)]
pub struct Announced {
    pub name: String,
    pub role: String,
    pub promise: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct CaseDone {
    pub name: String,
    pub promise: String,
    pub status: State,
    pub not_written: bool,
    pub belief: Option<String>,
    pub summary: String,
    /// The failure in full, painted.
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct LessonDone {
    pub status: State,
    pub points: u32,
    pub max_points: u32,
    pub not_begun: bool,
    /// What the report for people says, painted.
    pub text: String,
    /// The compiler's words, painted, where it did not build.
    pub compiler: Option<String>,
}

/// How a promise stands, or a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Passed,
    Failed,
    Skipped,
    Unsure,
    NotBuilt,
}
