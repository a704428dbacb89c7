//! Lesson 04, Whole message: the server. As many bytes as were asked for, and not one fewer.
//!
//! The contract:
//!
//! - For each client: read a decimal count and a newline, send exactly that many bytes, close. Then
//!   the next client, for ever.
//! - Byte *i* is *i* mod 251: 0, 1, 2, … 250, 0, 1, …
//! - The count may be 0, and it may be 8 million. Its line may come in pieces.
//! - A client that leaves in the middle, or sends no count, hurts nobody: the next one is served.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/04-whole-message.md. To be graded: `cargo checker check 04`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("whole-message-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and serve one client after another: lesson 03's outer loop. `TcpListener::bind`
    //    will do here. What goes wrong with one client is that client's affair.

    // 2. For each client, in a function of its own:
    //
    //     fn serve(stream: TcpStream) -> io::Result<()>
    //
    //    - Read the count. It may come in pieces: `8` and `192\n`. When do you have all of it? What
    //      if the client leaves before that, or sends something else?
    //    - Make the bytes. All of them at once, or a block at a time? Both will do.
    //    - Send them. `Write::write` returns a number. What does it count, and what does your
    //      program do when it is smaller than what you offered? (The checker sees to it that it is.)
    //    - How does the client learn that this was all?

    todo!("serve the clients at {address}, one after another")
}
