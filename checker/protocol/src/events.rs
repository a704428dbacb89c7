//! `checker check --format events`: one object per line, for each event as it happens. Texts are those
//! of the report for people, with colours if the reader requests them (`CLICOLOR_FORCE=1`).

use serde::{Deserialize, Serialize};

use crate::Status;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "one event at a time is written or read")]
pub enum Event {
    Begun {
        schema: u32,
        seed: u64,
        /// `cell` or `process`.
        isolation: String,
        /// The number of lessons to check.
        lessons: usize,
    },
    Warned {
        text: String,
    },
    Building {
        lesson: String,
        title: String,
    },
    Playing {
        lesson: String,
        title: String,
        cases: Vec<Announced>,
    },
    CaseDone(CaseDone),
    /// Replaces `lesson_done` if the lesson did not build.
    NotBuilt(LessonDone),
    LessonDone(LessonDone),
    Over {
        interrupted: bool,
    },
    /// An event of a later version.
    #[serde(other)]
    Unknown,
}

/// A case that is about to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    pub name: String,
    pub role: String,
    pub rank: String,
    pub promise: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDone {
    /// The lesson's folder.
    pub lesson: String,
    pub name: String,
    pub role: String,
    pub rank: String,
    pub promise: String,
    pub status: Status,
    /// Whether the program reported that it is not written yet.
    pub not_written: bool,
    pub duration_ms: u64,
    pub summary: String,
    pub belief: Option<String>,
    pub chapter: String,
    pub remarks: Vec<String>,
    /// The failure in full.
    pub text: String,
    /// The command that repeats the case.
    pub replay: String,
    /// The command that shows what went over the wire.
    pub look: String,
    /// The same command as `look`, under the key of `--format json`, if the case failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonDone {
    /// The lesson's folder.
    pub lesson: String,
    pub title: String,
    pub status: Status,
    pub points: u32,
    pub max_points: u32,
    pub judged_points: u32,
    pub duration_ms: u64,
    /// Whether none of the lesson's programs is written.
    pub not_begun: bool,
    /// The lesson's part of the report for people.
    pub text: String,
    /// The compiler's errors and warnings.
    pub compiler: Option<String>,
}
