//! The stage: puts a network program among peers that behave as a real network may, at its most
//! awkward, on demand. It never sleeps to provoke and never waits out a clock to notice: the kernel
//! says how far the program has read, and when it can never move again.
//!
//! A script starts programs ([`program`]), lets peers talk with them ([`peer`], [`house`],
//! [`datagrams`]), and gets back what came of it: everybody got what was promised, or a [`breach::Breach`] with its evidence,
//! or a [`fault::Fault`] of ours. The stage knows nothing of lessons.
//!
//! Imports go down: `stage` → `program`, `peer` → `kernel` → plain words.

#![forbid(unsafe_code)]

mod outcome;
pub mod peer;
pub mod program;
mod proof;
mod state;

pub use kernel::own_uid;
pub use outcome::{breach, bytes, fault, remark, runs, trace};
pub use peer::{chorus, cuts, datagrams, echo, flood};
pub use program::{paths, rlimit};
pub use state::limits::Limits;
pub use state::process::CommandLine;
pub use state::socket_path;
pub use state::stage::Stage;
