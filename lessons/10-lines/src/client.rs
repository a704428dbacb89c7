//! Lesson 10, Lines: the client. It sends line after line and prints each reply.
//!
//! # Contract
//!
//! Run as `lines-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Send each line of standard input, followed by `\n`, even if the last one was typed without.
//! - Receive the reply up to its `\n`. It may have any length, longer or shorter than the line, or
//!   be empty. It may arrive in pieces.
//! - Print the reply as one line before you read the next line of input.
//! - Do not send an empty line. Go on with the next one.
//! - The line `q` ends the program and is not sent. Other lines, such as `Q` or `quit`, are sent.
//! - Bytes go through unchanged: white space stays, and they need not be text.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply is complete | the reply and a newline, at once | goes on |
//! | the line is `q`, or the input ends; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server closes or resets the connection without a reply | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 10`. Check: `cargo checker check 10`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lines-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect. You will read whole lines from this stream. What reads them for you, and how many
    //    of these do you need for one connection?

    // 2. For each line of standard input: is it empty? Is it `q`? Which byte do you always send
    //    last?

    // 3. Receive the reply up to its newline. Print it, and flush.

    todo!("connect to {address} and talk in lines")
}
