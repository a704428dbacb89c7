//! What lessons 06 to 08 and 11 have in common: their servers run commands, and their clients send lines and
//! print what comes. Here are commands whose output is known beforehand, and the scenes that are the
//! same whichever way one answer is told from the next. How a lesson does that, it says itself, as an
//! [`Ask`] for the scenes with a server and as an [`Answer`] for those with a client.

mod clients;
mod commands;
pub mod rows;
mod servers;

use stage::fault::Played;
use stage::peer::Peer;

pub use clients::*;
pub use commands::*;
pub use servers::*;

/// How a peer sends a command and hears its answer, by the rules of a lesson.
pub type Ask = fn(&Peer, &Command) -> Played;

/// How a peer in the server's part answers a command, by the rules of a lesson.
pub type Answer = fn(&Peer, &[u8]) -> Played;
