//! Lesson 04, Whole message: the client. It trusts nobody and checks every byte.
//!
//! The contract, for `whole-message-client ADDRESS COUNT`:
//!
//! - Send the count and a newline, then read to the end of the stream.
//! - Byte *i* must be *i* mod 251. Print one line that says what came:
//!   - `8000000 bytes, intact`, and end with status 0;
//!   - `8000000 bytes, wrong at byte 4711`: the first wrong one, counted from 0. Status 1;
//!   - `only 4711 of 8000000 bytes arrived`. Status 1.
//! - Nobody listens, or the connection breaks: one line on standard error, status 1. A panic is
//!   always a failure.
//!
//! The chapter: book/src/04-whole-message.md. To be graded: `cargo checker check 04`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let Some(count) = arguments.next().and_then(|word| word.parse().ok()) else {
        eprintln!("usage: whole-message-client ADDRESS COUNT");
        return ExitCode::FAILURE;
    };
    match run(&address, count) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("whole-message-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the server at `address` for `count` bytes and prints what became of them. `true` where they
/// are intact.
fn run(address: &str, count: u64) -> io::Result<bool> {
    // 1. Connect, and ask.

    // 2. Read until the end, and check what comes. How do you know that the end has come? A read
    //    may bring any number of bytes; at which place in the message does each piece begin?

    // 3. Print the verdict.

    todo!("ask {address} for {count} bytes and check them")
}
