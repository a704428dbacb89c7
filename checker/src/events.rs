//! What a run tells its reports: plain data, on the floor below both. A run sends events and knows
//! no reporter; a report hears them and knows no runner.

use std::sync::Arc;
use std::time::Duration;

pub use cases::{Rank, Role};
pub use protocol::Status;
use serde::{Deserialize, Serialize};
use stage::breach::Breach;
pub use stage::fault::Cause;
pub use stage::remark::Remark;
use stage::trace::Trace;

/// How the cases are kept apart: in namespaces of their own, or in process groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Isolation {
    Cell,
    Process,
}

impl Isolation {
    pub fn name(self) -> &'static str {
        match self {
            Isolation::Cell => "cell",
            Isolation::Process => "process",
        }
    }
}

/// What came of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Kept,
    Broken {
        /// Shared, since it may hold megabytes, and events are copied.
        breach: Arc<Breach>,
        /// The belief's id, where its evidence fits and its control was kept.
        belief: Option<String>,
    },
    /// This machine cannot show it.
    Skipped {
        why: String,
    },
    /// The checker could not play the case, or not to its end.
    Unsure {
        why: String,
        cause: Cause,
    },
}

impl Verdict {
    /// The verdict as JSON has it.
    pub fn status(&self) -> Status {
        match self {
            Verdict::Kept => Status::Passed,
            Verdict::Broken { .. } => Status::Failed,
            Verdict::Skipped { .. } => Status::Skipped,
            Verdict::Unsure { .. } => Status::Unsure,
        }
    }
}

/// One case, played and judged.
#[derive(Debug, Clone)]
pub struct CaseReport {
    pub name: &'static str,
    pub role: Role,
    pub rank: Rank,
    pub promise: &'static str,
    pub verdict: Verdict,
    /// What a user would like better, where the promise was kept.
    pub remarks: Vec<Remark>,
    pub trace: Trace,
    pub duration: Duration,
}

/// One lesson, graded.
#[derive(Debug, Clone)]
pub struct LessonReport {
    /// The lesson's folder, `09-framing`.
    pub lesson: String,
    pub title: String,
    pub status: Status,
    pub points: u32,
    /// The most that could be reached: what skipped and unsure cases are worth is left out.
    pub judged_points: u32,
    /// The lesson's full value.
    pub max_points: u32,
    pub duration: Duration,
    pub cases: Vec<CaseReport>,
    /// The compiler's own words and colours, where the lesson did not build.
    pub compiler: Option<String>,
}

/// A case that is about to be played.
#[derive(Debug, Clone, Copy)]
pub struct Announced {
    pub name: &'static str,
    pub role: Role,
    pub rank: Rank,
    pub promise: &'static str,
}

/// Something beside the verdicts that is said on standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// `auto` was asked for and cells cannot be had; why.
    NoCells { why: String },
    /// The progress file could not be read; it was put aside under this name.
    ProgressPutAside { backup: String, why: String },
    /// Progress could not be written.
    ProgressNotSaved { why: String },
    /// The machine was busy, and so many cases got too little processor time. They are played again,
    /// alone.
    PlayedAgain { cases: usize },
}

/// What happens while lessons are checked, in this order: `Begun`, then for each lesson `Building`
/// (unless nothing is built), `Playing`, a `CaseDone` a case, `LessonDone`; at last `Over`.
#[derive(Debug, Clone)]
pub enum Event {
    Begun { seed: u64, isolation: Isolation, lessons: usize },
    Warned(Warning),
    Building { lesson: String, title: String },
    Playing { lesson: String, title: String, cases: Vec<Announced> },
    CaseDone { lesson: String, case: CaseReport },
    LessonDone(LessonReport),
    Over { interrupted: bool },
}
