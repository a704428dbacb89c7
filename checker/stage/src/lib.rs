//! The stage: puts a network program among peers that behave as badly as a real network may, on demand.
//! It does not sleep to provoke errors, and needs no time-out to notice them. The kernel reports how far
//! the program has read, and when it can never move again.
//!
//! A script starts programs ([`program`]) and lets peers talk with them ([`peer`]). It ends without an
//! error, with a [`breach::Breach`] (a broken promise, with its evidence), a [`fault::Fault`] of the
//! stage, or a [`fault::Missing`] lever. The stage knows nothing of lessons.
//!
//! Imports go down this list and never in a circle, between folders as between files:
//!
//! 1. `peer`: a script's actions with peers, and with programs and peers together
//! 2. `program`: a script's actions with one program
//! 3. `proof`: the loop that waits; whether a program can ever move again, whether it makes progress,
//!    and which program is to blame
//! 4. `state`: the records of programs, connections and sockets, and the kernel's reports about them
//! 5. `outcome`: breaches, faults, remarks and the trace, as plain data
//! 6. the crate `kernel`: all calls to the operating system

#![forbid(unsafe_code)]

mod outcome;
pub mod peer;
pub mod program;
mod proof;
mod state;

pub use kernel::{make_pipe, own_uid};
pub use outcome::{breach, bytes, fault, remark, trace, wire};
pub use peer::{datagrams, drops, echo, every_cut, flood, simultaneous};
pub use program::stopped::RAN_ON;
pub use program::{network, paths, rlimit};
pub use proof::busy_loop::DISTURBED;
pub use state::limits::Limits;
pub use state::process::CommandLine;
pub use state::socket_path;
pub use state::stage::Stage;
