//! Lesson 07, Length, then acknowledgement: the client. It receives exactly as much as it was told.
//!
//! The contract:
//!
//! - Each line of standard input is sent without its newline. Then comes the length of the answer in
//!   decimal digits: what one receive brings is the length.
//! - Say `OK`, whatever the length, and receive exactly so many bytes, in however many pieces they come.
//! - Print them as they are, at once. A newline behind them is up to you.
//! - An empty line is not sent. A line `quit`, or the end of the input, ends it: status 0.
//! - Nobody listens, the server goes before the answer is complete, or what it sends is no length: one
//!   line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/07-length-ack.md. To be graded: `cargo checker check 07`.

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

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your client of lesson 06. The line goes out as before.

    // 2. Receive the length. It is text from a stranger: what if it is no number at all?

    // 3. Say `OK`.

    // 4. Receive the answer. A loop, and a count: what do you add to the count after each receive? And
    //    what if the server leaves in the middle?

    todo!("connect to {address}, and receive each answer whole")
}
