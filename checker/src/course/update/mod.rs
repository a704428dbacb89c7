//! `checker update`: brings a learner's workspace to this checker's version of the course. Each file has
//! three texts: the one that was given, the learner's, and the new one. `plan.rs` makes a plan from
//! them. `apply.rs` carries it out in steps, and each step happens as a whole or not at all.

mod apply;
mod contract;
mod manifest;
mod plan;

pub use apply::{Done, apply};
pub use plan::{Change, Plan, Why, plan};

#[cfg(test)]
mod tests;
