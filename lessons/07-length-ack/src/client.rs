//! Lesson 07, Length, then acknowledgement: the client. It receives each answer whole.
//!
//! # Contract
//!
//! Run as `length-ack-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Send each line of standard input without its newline.
//! - Receive the length of the answer in decimal digits. One receive returns the length.
//! - Then, and not before, send `OK`, whatever the length. It may be 0.
//! - Receive exactly that many bytes, in however many pieces they arrive.
//! - Print these bytes unchanged, at once. They need not be text. You may print a newline after
//!   them, or not.
//! - If an answer breaks off, you may have printed a part of it, or nothing.
//! - Do not send an empty line. Go on with the next one.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | an answer arrives | the answer | goes on |
//! | the line is `quit` (it is not sent), or the input ends; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server sends something that is not a length | an error on stderr | 1 |
//! | the server closes or resets before the answer is complete | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 07`. Check: `cargo checker check 07`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("length-ack-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your client of lesson 06. Send the line as before.

    // 2. Receive the length. It is text from a stranger: what if it is not a number at all?

    // 3. Send `OK`.

    // 4. Receive the answer, with a loop and a count. What do you add to the count after each
    //    receive? And what if the server leaves in the middle?

    todo!("connect to {address} and receive each answer whole")
}
