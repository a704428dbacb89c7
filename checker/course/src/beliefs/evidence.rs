//! All questions about the evidence of a failure, for the predicates of the beliefs.

pub use super::answers::*;
pub use super::facts::*;
pub use super::frames::*;
