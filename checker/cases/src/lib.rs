//! What the checker knows of the lessons beyond the course's data: their hidden cases, and the wrong
//! beliefs that a case may expose. It stands on the stage, and knows neither how a run is made of
//! cases nor how a verdict is told.

#![forbid(unsafe_code)]

pub mod beliefs;
mod case;
mod ids;
pub mod lessons;
mod rank;
mod role;
pub mod scene;

pub use case::Need;
pub use rank::Rank;
pub use role::Role;
