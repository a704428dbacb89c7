//! Lesson 11, JSON header: the client. It checks every part of an answer before it trusts it.
//!
//! # Contract
//!
//! Run as `json-header-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Send each line of standard input as a command, without its newline. Send the next line
//!   only after you have printed the answer to this one.
//! - An answer has three parts: the header's length (four bytes, a signed number, lowest byte
//!   first), the header in JSON, and the body.
//! - Of the header only `data_len` is required, the body's length in bytes. Its fields may have any
//!   order. Ignore fields that you do not know.
//! - Print the body unchanged on standard output, at once, whatever `stream` says. You may print a
//!   newline after it, or not.
//! - If `exit_code` is there and not 0, print `exit N` on standard error, and go on.
//! - Do not take memory for what was only claimed.
//! - Do not send an empty line. Go on with the next one.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | an answer arrives | its body | goes on |
//! | `exit_code` is N and not 0 | the body; `exit N` on stderr | goes on |
//! | the line is `quit` (it is not sent), or the input ends; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the header's length is negative or absurd | an error on stderr | 1 |
//! | the header is not JSON | an error on stderr | 1 |
//! | `data_len` is missing, negative or not a whole number | an error on stderr | 1 |
//! | the server closes or resets before the answer is complete | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 11`. Check: `cargo checker check 11`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("json-header-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Read lines and send them as commands, as in lesson 08.

    // 2. Receive the header's length: four bytes, in however many pieces. Which lengths do you
    //    believe?

    // 3. Receive the header: exactly that many bytes. The next one belongs to the body, even if it
    //    has already arrived.

    // 4. Parse it: a `struct` with `#[derive(serde::Deserialize)]`. Which type has no negative
    //    numbers and no fractions? Which field may be missing (`#[serde(default)]`)?

    // 5. Receive the body. The header says how long it is. How much memory do you take before it
    //    has arrived?

    // 6. Print it, flush, and handle the exit code.

    todo!("connect to {address}, send commands, print the answers")
}
