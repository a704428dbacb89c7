//! The checker's knowledge of the lessons: their texts, their hidden cases, and the wrong
//! beliefs that a case may expose. This crate builds on the stage. It does not depend on how a run
//! chooses its cases or on how a verdict is printed.

#![forbid(unsafe_code)]

pub mod beliefs;
mod case;
pub mod fields;
mod ids;
pub mod lessons;
mod rank;
mod role;
mod runtimes;
pub mod scene;
pub mod texts;

pub use case::Need;
pub use rank::Rank;
pub use role::Role;
