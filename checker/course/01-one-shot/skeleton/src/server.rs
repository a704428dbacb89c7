//! Lesson 01, One shot: the server. It answers one message from one client.
//!
//! # Contract
//!
//! Run as `one-shot-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Listen on the address, accept one client, and receive one message of at most 1024 bytes.
//! - Send the message back in upper case, and close the connection.
//! - Upper case is that of ASCII, byte by byte: `你好 abc` becomes `你好 ABC`. A message need not be text.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the message was answered | none | 0 |
//! | the client closes or resets the connection without a message | none | 0 |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 01`. Check: `cargo checker check 01`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one-shot-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen on `address`. Python calls `bind` and `listen`; which one call in Rust does both?

    // 2. Wait for a client. You get a second socket, for this conversation only.

    // 3. Receive once, into a buffer of 1024 bytes. Look at what the call returns: how much of the
    //    buffer is the client's? And what does it return when the client has left?

    // 4. Send all of the answer, and nothing else.

    // 5. Close the connection. Rust has no `close`. When does a socket close, then?

    // If the client causes an error in 3 or 4, may the server exit with status 1?

    todo!("listen on {address}, accept one client, answer its message")
}
