//! `checker-packets`: the packets of a run as a pcapng file, for Wireshark and tshark. `checker trace
//! --format pcapng` hands them over as one JSON object on standard input, and the file comes on
//! standard output. It is a program of its own, so that nobody waits for it to be built who does
//! not ask for it.

#![forbid(unsafe_code)]

mod file;

use std::io::{self, Read, Write};

use anyhow::Context;
use serde::Deserialize;

/// What the file is to hold.
#[derive(Deserialize)]
struct Wanted {
    /// What the packets are of.
    comment: String,
    packets: Vec<Packet>,
}

/// A packet, from its IP header on.
#[derive(Deserialize)]
struct Packet {
    /// When it was seen, in nanoseconds since 1970.
    at: u64,
    bytes: Vec<u8>,
}

fn main() -> anyhow::Result<()> {
    let mut words = Vec::new();
    io::stdin().read_to_end(&mut words).context("reading standard input")?;
    let wanted: Wanted = serde_json::from_slice(&words).context("what was handed over")?;
    let file = file::file(&wanted.packets, &wanted.comment)?;
    io::stdout().lock().write_all(&file).context("writing the file")
}
