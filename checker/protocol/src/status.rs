//! The state of a case or a lesson.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "snake_case")
)]
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
