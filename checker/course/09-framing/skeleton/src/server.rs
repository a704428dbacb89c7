//! Lesson 09, Framing: the server. It answers each frame with its payload in UPPER CASE.
//!
//! The contract (what a frame is stands in `lib.rs`):
//!
//! - For ever, one client after another: each frame is answered by a frame with the same payload in
//!   UPPER CASE (ASCII), as soon as the whole of it has come, and not before.
//! - A frame without payload is answered, too. The client may send many in one breath.
//! - When the client is done between two frames, close the connection. Where it ends inside a frame,
//!   claims more than 1 MiB, or resets: log it, answer nothing, close the connection.
//! - Whatever a client does, the next one is served.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/09-framing.md. To be graded: `cargo checker check 09`.

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

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and lesson 03's outer loop: accept, converse, log what went wrong, and on to the
    //    next. (`TcpListener::bind` sets reuse-address by itself.)

    // 2. The conversation, a function of its own again. Its two tools are yours, from `lib.rs`:
    //
    //     use framing::{read_frame, write_frame};
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>
    //
    //    `read_frame` has three kinds of answer. What does the loop do on each of them?

    todo!("serve the clients at {address}, frame by frame")
}
