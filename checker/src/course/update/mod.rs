//! `checker update`: brings a learner's workspace to this checker's version of the course. Each file has
//! three texts: the one that was given, the learner's, and the new one. From them follows a plan, and the
//! plan is carried out in steps, each of which happens as a whole or not at all.

mod apply;
mod contract;
mod manifest;
mod plan;

pub use apply::{Done, apply};
pub use plan::{Change, Plan, Why, plan};

#[cfg(test)]
mod tests;
