//! Lesson 01, One shot: the client. It sends one line and prints one reply.
//!
//! # Contract
//!
//! Run as `one-shot-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Read one line from standard input, and send it to the server without its newline.
//! - Receive one reply, of at most 1024 bytes, and print it, followed by a newline.
//! - Bytes go through unchanged: they need not be text.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the reply arrives | the reply and a newline | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server closes or resets the connection before it replies | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 01`. Check: `cargo checker check 01`.

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

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Read one line as bytes. (`read_line` requires text. Which method of `BufRead` does not?)
    //    Remove the one `\n` at its end, if there is one, and nothing else.

    // 2. Connect to `address`. A client does not need bind, listen or accept.

    // 3. Send all of the line.

    // 4. Receive the reply. What does it mean if the call returns 0 bytes?

    // 5. Print the bytes that you received and a newline, and flush.

    todo!("send one line to {address} and print the reply")
}
