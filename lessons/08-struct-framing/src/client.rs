//! Lesson 08, Struct-style framing: the client. It receives each answer by its header.
//!
//! # Contract
//!
//! Run as `struct-framing-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Send each line of standard input without its newline.
//! - Receive four bytes: the answer's length, a signed number, lowest byte first.
//! - Receive exactly that many bytes. The stream may be cut anywhere, even inside the header.
//! - Print these bytes unchanged, at once. They need not be text. You may print a newline after
//!   them, or not. For a length of 0 print no bytes.
//! - Do not allocate two gigabytes because a header claims them and the server then leaves. You may
//!   refuse absurd lengths, or take the bytes as they arrive.
//! - Do not send an empty line. Go on with the next one.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | an answer arrives | the answer | goes on |
//! | the line is `quit` (it is not sent), or the input ends; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the length is negative | an error on stderr | 1 |
//! | the server closes or resets before the answer is complete | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 08`. Check: `cargo checker check 08`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints any error and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your client of lesson 07. Send the line as before.

    // 2. Receive all four bytes, and convert them to a number. In which byte order?

    // 3. Is that a valid length? It comes from a server that you do not know.

    // 4. Receive that many bytes, and print them.

    // Write 2 to 4 as a function of its own; lesson 09 needs it again:
    //
    //     fn receive_answer(stream: &mut impl Read) -> io::Result<Vec<u8>>

    todo!("connect to {address} and receive each answer by its header")
}
