//! Lesson 02, Communication loop: the client. It sends line after line and prints each reply.
//!
//! # Contract
//!
//! Run as `communication-loop-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Send each line of standard input without its newline. A last line without one is sent, too.
//! - Receive the whole reply, and print it as one line before you read the next line of input.
//! - A reply is exactly as long as what was sent. It may arrive in several pieces.
//! - Do not send an empty line. Go on with the next one.
//! - The line `q` ends the program and is not sent. Other lines, such as `Q` or `quit`, are sent.
//! - Bytes go through unchanged: white space stays, and they need not be text.
//! - Print the replies and nothing else on standard output: no prompt, no greeting.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply is complete | the reply and a newline, at once | goes on |
//! | the line is `q`, or the input ends | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server closes or resets before a reply is complete | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 02`. Check: `cargo checker check 02`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("communication-loop-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect.

    // 2. For each line of standard input, as bytes, without its one `\n`:
    //    - Is it empty? Is it `q`?
    //    - Send it.
    //    - Receive the whole reply. How many bytes is that? Will one receive return them all?
    //    - Print the reply and a newline, and flush.

    // 3. How do you notice the end of the input? Think of a last line without a newline.

    todo!("connect to {address} and talk until `q`")
}
