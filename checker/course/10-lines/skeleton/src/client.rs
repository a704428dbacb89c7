//! Lesson 10, Lines: the client. Line after line, reply after reply: lesson 02's client, with a
//! border that it can see.
//!
//! The contract:
//!
//! - Each line of standard input is sent with its `\n`, be it that the last one had none; its reply
//!   is printed as one line, at once, before the next line is read.
//! - An empty line is not sent. A line `q`, or the end of the input, ends it: status 0.
//! - A reply ends with `\n`. It may be of any length, longer or shorter than what was sent, or
//!   empty, and it may arrive in pieces.
//! - Bytes go through as they are: white space stays, and they need not be text.
//! - Nobody listens, or the server leaves without a reply: one line on standard error, status 1. A
//!   panic is always a failure.
//!
//! The chapter: book/src/10-lines.md. To be graded: `cargo checker check 10`.

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

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect. You will read whole lines from this stream: what reads them for you, and how many
    //    of these do you need for one connection?

    // 2. For each line of standard input: is it empty? is it `q`? What is the last byte that you
    //    send, always?

    // 3. Receive the reply, up to its newline. Print it, and flush.

    todo!("connect to {address} and talk in lines")
}
