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

mod allowance;
pub mod chorus;
mod complaints;
pub mod crowd;
pub mod crowded;
pub mod cuts;
pub mod datagrams;
pub mod door;
mod ears;
pub mod echo;
mod files;
pub mod flood;
mod hasty;
mod hearing;
pub mod house;
mod losses;
mod outcome;
mod overdue;
mod owed;
mod packets;
pub mod paths;
pub mod peer;
pub mod pinged;
mod printing;
pub mod program;
mod proof;
mod punctual;
mod reading;
mod saying;
mod short_write;
pub mod shortage;
mod staff;
mod standstill;
mod state;
mod stopping;
mod surroundings;

pub use kernel::own_uid;
pub use outcome::{breach, bytes, fault, remark, runs, trace};
pub use state::process::CommandLine;
pub use state::stage::{Limits, Stage};
