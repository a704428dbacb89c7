//! Lesson 08, Struct-style framing: the server. A header of four bytes stands in front of each answer.
//!
//! The contract:
//!
//! - As in lesson 06, but an answer is four bytes and then the answer itself. The four bytes are its
//!   length in bytes, a signed number, lowest byte first: Python's `struct.pack('<i', n)`.
//! - Nothing is waited for in between.
//! - An answer of no bytes is a header that says 0, and nothing behind it.
//!
//! The chapter: book/src/08-struct-framing.md. To be graded: `cargo checker check 08`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It returns an error only where the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your server of lesson 06 (07's `OK` is gone).

    // 2. Make the header. `answer.len()` is a `usize`: how many bytes would that be? Which method of an
    //    integer gives its bytes, lowest first?

    // 3. Send header and answer, all of both.

    todo!("listen on {address}, run commands, send each answer behind its header")
}
