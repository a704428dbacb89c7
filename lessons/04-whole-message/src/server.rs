//! Lesson 04, Whole message: the server. It sends exactly as many bytes as each client asks for.
//!
//! # Contract
//!
//! Run as `whole-message-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Serve one client after another, forever.
//! - Read a decimal count and a newline. This line may arrive in pieces.
//! - Send exactly that many bytes, and close the connection. The count may be 0, or 8 million.
//! - Byte *i* is *i* mod 251: 0, 1, 2, … 250, 0, 1, …
//! - A client that has half-closed still gets all its bytes.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client leaves or resets before the end | none required; serve the next | goes on |
//! | a client sends something other than a count | none required; serve the next | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 04`. Check: `cargo checker check 04`.

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

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and serve one client after another: lesson 03's outer loop. `TcpListener::bind`
    //    is good enough here. An error with one client ends only that client's conversation.

    // 2. For each client, in a function of its own:
    //
    //     fn serve(stream: TcpStream) -> io::Result<()>
    //
    //    - Read the count. It may arrive in pieces: `8` and `192\n`. When do you have all of it?
    //      What if the client leaves before that, or sends something else?
    //    - Make the bytes, all of them at once or a block at a time. Both work.
    //    - Send them. `Write::write` returns a number. What does it count? What does your program
    //      do if it is smaller than what you offered? (The checker makes that happen.)
    //    - How does the client learn that this was all?

    todo!("serve the clients at {address}, one after another")
}
