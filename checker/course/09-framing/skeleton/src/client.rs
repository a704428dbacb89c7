//! Lesson 09, Framing: the client. Each line is a frame, and each reply is a line.
//!
//! The contract (what a frame is stands in `lib.rs`):
//!
//! - Each line of standard input is sent as a frame, without its newline: an empty line too, and
//!   `q` is a line like any other. The end of the input ends the conversation: status 0.
//! - Each reply is printed as one line, at once, before the next line is read, and not before the
//!   whole of it has come. It may be longer or shorter than what was sent, or empty.
//! - Bytes go through as they are: white space stays, and they need not be text.
//! - Nobody listens, the server leaves or resets before its reply is complete, or it claims more
//!   than 1 MiB: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/09-framing.md. To be graded: `cargo checker check 09`.

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

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect.

    // 2. For each line of standard input, as bytes, without its one `\n`:
    //    - send it as a frame (`framing::write_frame`). What goes out for an empty line?
    //    - receive the reply (`framing::read_frame`). What does `None` mean at this moment?
    //    - print it and a newline, and flush.

    todo!("connect to {address} and exchange frames")
}
