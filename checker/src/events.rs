//! The events that a run sends to a reporter: plain data, in the layer below both. The run does not know
//! the reporter, and the reporter does not know the run.

use std::sync::Arc;
use std::time::Duration;

pub use cases::{Rank, Role};
use nanoserde::{DeBin, SerBin};
pub use protocol::Status;
use stage::breach::{Breach, Instead};
pub use stage::fault::Cause;
pub use stage::remark::Remark;
use stage::trace::Trace;

/// How cases are isolated: in their own namespaces, or in process groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerBin, DeBin)]
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

/// The verdict on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Kept,
    Broken {
        /// Shared, because it may hold megabytes and events are copied.
        breach: Arc<Breach>,
        /// The id of the belief whose evidence fits and whose control was kept.
        belief: Option<String>,
    },
    /// This machine cannot run the case.
    Skipped {
        why: String,
    },
    /// The checker could not run the case, or not to its end.
    Unsure {
        why: String,
        cause: Cause,
    },
}

impl Verdict {
    /// The verdict's status in JSON.
    pub fn status(&self) -> Status {
        match self {
            Verdict::Kept => Status::Passed,
            Verdict::Broken { .. } => Status::Failed,
            Verdict::Skipped { .. } => Status::Skipped,
            Verdict::Unsure { .. } => Status::Unsure,
        }
    }
}

/// One case after it was judged.
#[derive(Debug, Clone)]
pub struct CaseReport {
    pub name: &'static str,
    pub role: Role,
    pub rank: Rank,
    pub promise: &'static str,
    pub verdict: Verdict,
    /// Remarks about a kept promise: what users would prefer.
    pub remarks: Vec<Remark>,
    pub trace: Trace,
    pub duration: Duration,
}

impl CaseReport {
    /// The evidence, if the promise was broken.
    pub fn breach(&self) -> Option<&Breach> {
        match &self.verdict {
            Verdict::Broken { breach, .. } => Some(breach),
            _ => None,
        }
    }

    /// Whether the program reported that it is not written yet.
    pub fn is_not_written(&self) -> bool {
        self.breach().is_some_and(|breach| matches!(breach.instead, Instead::NotWritten(_)))
    }

    /// The belief that explains the failure.
    pub fn belief(&self) -> Option<&str> {
        match &self.verdict {
            Verdict::Broken { belief, .. } => belief.as_deref(),
            _ => None,
        }
    }
}

/// One lesson after it was graded.
#[derive(Debug, Clone)]
pub struct LessonReport {
    /// The lesson's folder, `09-framing`.
    pub lesson: String,
    pub title: String,
    pub status: Status,
    pub points: u32,
    /// The maximum without the skipped and unsure cases.
    pub judged_points: u32,
    /// The lesson's full value.
    pub max_points: u32,
    pub duration: Duration,
    pub cases: Vec<CaseReport>,
    /// The cases that were not played, because enough of the program's cases failed.
    pub not_played: Vec<Announced>,
    /// The number of all cases of the lesson. A run may ask for some of them only.
    pub of: usize,
    /// The compiler's errors and warnings, with colours.
    pub compiler: Option<String>,
}

impl LessonReport {
    /// Whether a part of the lesson was asked for. Its points say nothing about the lesson.
    pub fn is_of_a_part(&self) -> bool {
        self.cases.len() + self.not_played.len() < self.of
    }
}

/// A case that is about to run.
#[derive(Debug, Clone, Copy)]
pub struct Announced {
    pub name: &'static str,
    pub role: Role,
    pub rank: Rank,
    pub promise: &'static str,
}

/// A warning, which is printed to standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The isolation is `auto`, and cells are not available for this reason.
    NoCells { why: String },
    /// The progress file could not be read. It was renamed to `backup`.
    ProgressPutAside { backup: String, why: String },
    /// The progress could not be saved.
    ProgressNotSaved { why: String },
    /// The machine was busy, and this many cases got too little processor time. They run again,
    /// alone.
    PlayedAgain { cases: usize },
    /// The build waits for another cargo. These are cargo's words.
    BuildWaits { words: String },
}

/// An event of a run. The order is: `Begun`, then for each lesson `Building` (unless nothing is
/// built), `Playing`, one `CaseDone` for each case, `LessonDone`, and at the end `Over`.
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
