//! Lesson 01, One shot: the client. One line out, one reply in.
//!
//! The contract:
//!
//! - Read one line from standard input and send it, without its newline, to the server.
//! - Print the one reply, and a newline behind it.
//! - Bytes go through as they are: they need not be text.
//! - Nobody listens, or the server leaves without a reply: one line on standard error, status 1.
//! - A panic is always a failure.
//!
//! The chapter: book/src/01-one-shot.md. To be graded: `cargo checker check 01`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one-shot-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Read one line, as bytes. (`read_line` wants text. Which method of `BufRead` does not?)
    //    Take off the one `\n` at its end, if there is one, and nothing else.

    // 2. Connect to `address`. A client needs neither bind, nor listen, nor accept.

    // 3. Send the line, all of it.

    // 4. Receive the reply. What does it mean when the call says: 0 bytes?

    // 5. Print what came, and a newline; and flush.

    todo!("send one line to {address}, print the reply")
}
