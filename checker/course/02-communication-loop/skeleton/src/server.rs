//! Lesson 02, Communication loop: the server. It talks until the client is done.
//!
//! The contract:
//!
//! - Listen on the address and accept one client.
//! - Every byte that comes goes back in UPPER CASE (ASCII), in order, as soon as it is there.
//! - When the client is done (end of stream), end at once, with status 0.
//! - A client that resets the connection ends the server with status 0, too.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
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
            eprintln!("communication-loop-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen and accept: as in lesson 01.

    // 2. Again and again: receive what there is, send it back in upper case.
    //    Receiving has three kinds of outcome. What does your loop do on each of them?
    //
    //    You need not know where one message ends and the next begins: what comes goes back.
    //    And it need not be text: a piece may end in the middle of a character.

    // 3. What does the client's trouble (a reset) mean for your exit status?

    // A good shape for 2 is a function of its own; lesson 03 will want it again:
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    todo!("take one client on {address} and answer until it is done")
}
