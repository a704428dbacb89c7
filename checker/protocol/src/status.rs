//! The state of a case or a lesson.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Passed,
    Failed,
    /// For lessons only.
    NotBuilt,
    Skipped,
    Unsure,
}

impl Status {
    /// The status in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::NotBuilt => "not_built",
            Status::Skipped => "skipped",
            Status::Unsure => "unsure",
        }
    }
}
