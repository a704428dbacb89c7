//! Lesson 09, Framing: the client. It sends each line as a frame and prints each reply as a line.
//!
//! # Contract
//!
//! Run as `framing-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A frame is a header of four bytes and a payload of at most 1 MiB (1,048,576 bytes). The header
//!   is the payload's length in bytes, an unsigned number, most significant byte first.
//! - Send each line of standard input as a frame, without its newline. Send an empty line, too, and
//!   also lines such as `q`. A last line without a newline is sent, too.
//! - Receive one frame as the reply, in whatever pieces it arrives. It may be longer or shorter
//!   than the line, or empty.
//! - Print each reply as one line when it is complete, and before you read the next line of input.
//! - Bytes go through unchanged: white space stays, and they need not be text.
//! - Do not allocate memory because a header claims a length.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply is complete | the reply and a newline, at once | goes on |
//! | the input ends; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server closes or resets before a reply is complete | an error on stderr, no reply | 1 |
//! | a reply claims more than 1 MiB | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 09`. Check: `cargo checker check 09`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("framing-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect.

    // 2. For each line of standard input, as bytes, without its one `\n`:
    //    - Send it as a frame (`framing::write_frame`). What do you send for an empty line?
    //    - Receive the reply (`framing::read_frame`). What does `None` mean here?
    //    - Print the reply and a newline, and flush.

    todo!("connect to {address} and exchange frames")
}
