//! Lesson 07, Length, then acknowledgement: the server. It says how long an answer is before it sends it.
//!
//! The contract:
//!
//! - As in lesson 06, but an answer is sent in two steps: its length in bytes, as decimal digits with
//!   nothing in front and nothing behind; and then, when the client has said `OK`, the answer.
//! - Nothing of the answer goes out before `OK`.
//! - An answer of no bytes has a length, too: `0`. The client says `OK` to it, and nothing follows.
//! - A client that goes instead of saying `OK` hurts nobody else.
//!
//! The chapter: book/src/07-length-ack.md. To be graded: `cargo checker check 07`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("length-ack-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It returns an error only where the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your server of lesson 06: all of it is needed again. Only the way in which an
    //    answer is sent changes.

    // 2. How long is the answer? In what unit?

    // 3. Send that, and wait. Two bytes are to come: does one receive bring them?

    // 4. Send the answer. What is there to send if its length is 0?

    todo!("listen on {address}, run commands, say how long each answer is")
}
