//! Lesson 08, Struct-style framing: the server. It puts a header of four bytes before each answer.
//!
//! # Contract
//!
//! Run as `struct-framing-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Serve one client after another, forever. For each, run one command after another until the
//!   client is done.
//! - One receive, of at most 1024 bytes, is one command. A command need not be text.
//! - Run the command with `sh -c` and an empty standard input.
//! - If the command wrote to its standard error, that is the answer. Otherwise the answer is what
//!   it wrote to its standard output. The command's exit status does not matter.
//! - Send the answer's length in bytes as four bytes: a signed number, lowest byte first, Python's
//!   `struct.pack('<i', n)`. Then send the answer byte for byte. Do not wait in between.
//! - For an empty answer send a header with the length 0, and nothing after it.
//! - A command may write any amount to either stream. The server must not wait forever.
//! - Answer when the command has ended, even if it started a process that lives on, with its
//!   output redirected elsewhere. Such a process must not keep the client's connection open.
//! - Leave nothing of an ended command behind: no zombie, no descriptor.
//! - Whatever one client does, serve the next one.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client is done (end of stream) | none; close its connection | goes on |
//! | a client leaves or resets, even in the middle of an answer | none required | goes on |
//! | a command cannot be started, e.g. because of a NUL byte in it | none required | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
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
            eprintln!("struct-framing-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your server of lesson 06 (you do not need lesson 07's `OK`).

    // 2. Make the header. `answer.len()` is a `usize`: how many bytes does that have? Which method
    //    of an integer returns its bytes, lowest first?

    // 3. Send all of the header and all of the answer.

    todo!("listen on {address}, run commands, send each answer after its header")
}
