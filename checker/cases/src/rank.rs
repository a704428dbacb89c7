//! How much a case weighs.

use serde::{Deserialize, Serialize};

/// What a case is to its lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// What the lesson is about. A lesson is passed when all its core cases are kept.
    Core,
    /// How a program treats its user: typed white space and raw bytes, the end of its input, prompts,
    /// output beyond the reply. All manners of a lesson together are worth one of ten points.
    Manners,
}

impl Rank {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Rank::Core => "core",
            Rank::Manners => "manners",
        }
    }
}
