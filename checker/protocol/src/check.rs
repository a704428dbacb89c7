//! `checker check --format json`: one object at the end of the run.

use serde::{Deserialize, Serialize};

use crate::Status;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub schema: u32,
    /// The source of payloads and schedules: the same seed gives the same cases.
    pub seed: u64,
    /// `cell` or `process`.
    pub isolation: String,
    pub lessons: Vec<Lesson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The lesson's folder, such as `09-framing`.
    pub lesson: String,
    pub status: Status,
    pub points: u32,
    /// The lesson's full value.
    pub max_points: u32,
    /// The maximum without skipped and unsure cases. A grade is `points` out of this.
    pub judged_points: u32,
    pub duration_ms: u64,
    pub cases: Vec<Case>,
    /// The compiler's message, if the lesson did not build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compiler: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub name: String,
    /// `server`, `client` or `both`.
    pub role: String,
    /// `core` or `manners`.
    pub rank: String,
    pub status: Status,
    pub duration_ms: u64,
    pub promise: String,
    pub summary: String,
    /// The id of the misconception behind the failure, if it is proved.
    pub belief: Option<String>,
    pub remarks: Vec<String>,
    /// The chapter to read.
    pub chapter: String,
    /// The command that repeats the case.
    pub replay: String,
    /// The command that shows what went over the wire, if the case failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}
