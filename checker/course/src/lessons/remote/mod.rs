//! Code that lessons 06 to 08 and 11 share: their servers run commands, and their clients send lines and
//! print the answers. This module holds commands with known output, and the scenes that do not depend on
//! the way in which answers are separated. Each lesson defines that way with an [`Ask`] for the scenes
//! with a server, and an [`Answer`] for those with a client.

mod clients;
mod commands;
pub mod rows;
mod servers;

use stage::fault::Played;
use stage::peer::Peer;

pub use clients::*;
pub use commands::*;
pub use servers::*;

/// Sends a command from a peer and checks its answer, by the rules of a lesson.
pub type Ask = fn(&Peer, &Command) -> Played;

/// Answers a command from a peer that plays the server, by the rules of a lesson.
pub type Answer = fn(&Peer, &[u8]) -> Played;
