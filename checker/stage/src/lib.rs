//! The stage: puts a network program among peers that behave as a real network may, at its most
//! awkward, on demand. It never sleeps to provoke and never waits out a clock to notice: the kernel
//! says how far the program has read, and when it can never move again.
//!
//! A script starts programs ([`program`]), lets peers talk with them ([`peer`], [`house`],
//! [`datagrams`]), and gets back what came of it: everybody got what was promised, or a [`breach::Breach`] with its evidence,
//! or a [`fault::Fault`] of ours. The stage knows nothing of lessons.
//!
//! Imports go down: `stage` → `program`, `peer` → [`kernel`] → plain words.

mod allowance;
mod behind;
mod blame;
pub mod breach;
pub mod bytes;
pub mod chorus;
mod complaints;
mod connection;
pub mod crowd;
pub mod crowded;
pub mod cuts;
pub mod datagrams;
mod deadline;
pub mod door;
mod ears;
pub mod echo;
mod environment;
pub mod fault;
mod files;
pub mod flood;
mod hasty;
mod headway;
mod hearing;
pub mod house;
mod inheritance;
pub mod kernel;
mod losses;
mod mailbox;
mod overdue;
mod owed;
mod packets;
pub mod paths;
pub mod peer;
pub mod pinged;
mod printing;
mod process;
pub mod program;
mod pulse;
mod punctual;
mod reading;
pub mod remark;
pub mod runs;
mod saying;
mod sentry;
mod short_write;
pub mod shortage;
mod spin;
mod staff;
mod stage;
mod standstill;
mod stillness;
mod stopping;
mod surroundings;
pub mod trace;
mod waiting;

pub use process::CommandLine;
pub use stage::{Limits, Stage};
