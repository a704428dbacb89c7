//! Lesson 09, Framing: the server. It answers each frame with its payload in upper case.
//!
//! # Contract
//!
//! Run as `framing-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A frame is a header of four bytes and a payload of at most 1 MiB (1,048,576 bytes). The header
//!   is the payload's length in bytes, an unsigned number, most significant byte first.
//! - Serve one client after another, forever.
//! - Answer each frame with a frame that has the same payload in upper case. Upper case is that of
//!   ASCII, byte by byte. A payload need not be text.
//! - Answer when the whole frame has arrived, and not before. Several frames may arrive together.
//! - Answer a frame without a payload with a frame without a payload.
//! - Whatever one client does, serve the next one. You may log a client's errors on stderr.
//! - Do not allocate memory because a header claims a length.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client is done between two frames | none; close its connection | goes on |
//! | a client ends inside a frame | no answer; close its connection | goes on |
//! | a frame claims more than 1 MiB | no answer; close its connection | goes on |
//! | a client resets the connection | none required | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 09`. Check: `cargo checker check 09`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("framing-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and write lesson 03's outer loop: accept, converse, log errors, and go on to the
    //    next client. (`TcpListener::bind` sets `SO_REUSEADDR` for you.)

    // 2. Write the conversation as a function of its own. It uses your two functions of `lib.rs`:
    //
    //     use framing::{read_frame, write_frame};
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>
    //
    //    `read_frame` has three kinds of result. What does the loop do for each of them?

    todo!("serve the clients at {address}, frame by frame")
}
