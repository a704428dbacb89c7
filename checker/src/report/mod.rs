//! What is said about a run, and how. A report hears events as they happen and knows no runner:
//! one writes sentences for people, the others objects for programs. What they have in common,
//! such as the sentence about a broken promise, stands beside them.

pub mod chart;
pub mod compiler;
pub mod human;
pub mod invitation;
pub mod json;
pub mod ladder;
pub mod links;
pub mod paint;
pub mod picture;
pub mod replay;
pub mod stream;
pub mod text;
pub mod trace_json;
pub mod words;

#[cfg(test)]
pub mod specimens;

use std::io;

use crate::events::Event;

/// Hears what happens, and tells it.
pub trait Report {
    /// An error says that the report could not be written: its reader has gone, or the disk is
    /// full.
    fn hear(&mut self, event: &Event) -> io::Result<()>;
}
