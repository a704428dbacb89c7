//! `checker-packets`: writes the packets of a run as a pcapng file, for Wireshark and tshark.
//! `checker trace --format pcapng` writes them as one JSON object to its standard input, and reads the
//! file from its standard output. Because it is a separate program, only its users wait for its build.

#![forbid(unsafe_code)]

mod file;

use std::io::{self, Read, Write};

use anyhow::Context;
use serde::Deserialize;

/// The contents of the file.
#[derive(Deserialize)]
struct Wanted {
    /// A description of the capture.
    comment: String,
    packets: Vec<Packet>,
}

/// A packet, from its IP header on.
#[derive(Deserialize)]
struct Packet {
    /// The time of capture, in nanoseconds since 1970.
    at: u64,
    bytes: Vec<u8>,
}

fn main() -> anyhow::Result<()> {
    let mut words = Vec::new();
    io::stdin().read_to_end(&mut words).context("reading standard input")?;
    let wanted: Wanted = serde_json::from_slice(&words).context("parsing the packets")?;
    let file = file::file(&wanted.packets, &wanted.comment)?;
    io::stdout().lock().write_all(&file).context("writing the file")
}
