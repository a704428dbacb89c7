//! Reports on a run. A reporter handles events as they happen and does not know the run. One reporter
//! writes sentences for people, and the others write objects for programs. The other modules hold code
//! that they share, such as the sentence about a broken promise.

#[cfg(feature = "more")]
pub mod chart;
#[cfg(feature = "more")]
pub mod classroom50;
#[cfg(feature = "more")]
pub mod gradescope;
pub mod human;
pub mod invitation;
#[cfg(feature = "more")]
pub mod json;
#[cfg(feature = "complete")]
pub mod junit;
pub mod ladder;
pub mod lines;
pub mod links;
#[cfg(feature = "more")]
pub mod markdown;
pub mod notation;
pub mod paint;
pub mod picture;
pub mod replay;
#[cfg(feature = "more")]
pub mod stream;
pub mod text;
#[cfg(feature = "more")]
pub mod trace_json;
#[cfg(feature = "more")]
pub mod visibility;
pub mod words;

#[cfg(test)]
pub mod schemas;
#[cfg(test)]
pub mod specimens;

use std::io;

use crate::events::Event;

/// Writes a report from events.
pub trait Reporter {
    /// Handles one event. Fails if the report cannot be written: its reader has gone, or the disk is
    /// full.
    fn handle(&mut self, event: &Event) -> io::Result<()>;
}
