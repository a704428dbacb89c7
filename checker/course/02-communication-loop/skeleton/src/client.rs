//! Lesson 02, Communication loop: the client. Line after line, reply after reply.
//!
//! The contract:
//!
//! - Each line of standard input is sent without its newline; its reply is printed as one line,
//!   at once, before the next line is read.
//! - An empty line is not sent. A line `q`, or the end of the input, ends it: status 0.
//! - The reply is exactly as long as what was sent. It may arrive in pieces.
//! - Bytes go through as they are: white space stays, and they need not be text.
//! - Nobody listens, or the server leaves before its reply is complete: one line on standard
//!   error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/02-communication-loop.md. To be graded: `cargo checker check 02`.

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

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect.

    // 2. For each line of standard input, as bytes, without its one `\n`:
    //    - is it empty? is it `q`?
    //    - send it;
    //    - receive its whole reply. How many bytes is that? Will one receive bring them all?
    //    - print the reply and a newline, and flush.

    // 3. How do you see the end of the input? Mind a last line that has no newline.

    todo!("connect to {address} and talk until `q`")
}
