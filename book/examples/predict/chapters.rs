//! The chapters that have experiments in Rust. `cargo checker dev write` writes this file from the names of
//! the files beside it.

use crate::Chapter;

#[path = "21-addresses.rs"]
mod addresses;
#[path = "02-communication-loop.rs"]
mod communication_loop;
#[path = "03-connection-loop.rs"]
mod connection_loop;
#[path = "01-one-shot.rs"]
mod one_shot;
#[path = "python.rs"]
mod python;
#[path = "04-whole-message.rs"]
mod whole_message;

pub const CHAPTERS: &[Chapter] = &[
    Chapter { name: "01-one-shot", experiments: one_shot::EXPERIMENTS },
    Chapter { name: "02-communication-loop", experiments: communication_loop::EXPERIMENTS },
    Chapter { name: "03-connection-loop", experiments: connection_loop::EXPERIMENTS },
    Chapter { name: "04-whole-message", experiments: whole_message::EXPERIMENTS },
    Chapter { name: "21-addresses", experiments: addresses::EXPERIMENTS },
    Chapter { name: "python", experiments: python::EXPERIMENTS },
];
