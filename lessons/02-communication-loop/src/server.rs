//! Lesson 02, Communication loop: the server. It answers one client until that client is done.
//!
//! # Contract
//!
//! Run as `communication-loop-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Listen on the address and accept one client.
//! - Send back every byte in upper case, in order, as soon as it arrives.
//! - Upper case is that of ASCII, byte by byte. The bytes need not be text.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the client is done (end of stream) | none; the server ends at once | 0 |
//! | the client resets the connection | none required | 0 |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
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
            eprintln!("communication-loop-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen and accept, as in lesson 01.

    // 2. In a loop: receive some bytes, and send them back in upper case.
    //    A receive has three kinds of outcome. What does your loop do for each of them?
    //
    //    You need not know where one message ends and the next begins: send back what you receive.
    //    And it need not be text: a piece may end in the middle of a character.

    // 3. If the client resets the connection, what is your exit status?

    // Write 2 as a function of its own; lesson 03 needs it again:
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    todo!("accept one client on {address} and answer until it is done")
}
