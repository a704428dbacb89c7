//! The weight of a case.

/// The importance of a case to its lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rank {
    /// The subject of the lesson. A learner passes a lesson when all its core cases pass.
    Core,
    /// How a program treats its user: typed white space and raw bytes, the end of its input,
    /// prompts, output beyond the reply. All cases about manners of a lesson together are worth one
    /// of ten points.
    Manners,
}

impl Rank {
    /// The rank's name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Rank::Core => "core",
            Rank::Manners => "manners",
        }
    }
}
