//! Lesson 07, Length, then acknowledgement: the server. It sends each answer's length first.
//!
//! # Contract
//!
//! Run as `length-ack-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Serve one client after another, forever. For each, run one command after another until the
//!   client is done.
//! - One receive, of at most 1024 bytes, is one command. A command need not be text.
//! - Run the command with `sh -c` and an empty standard input.
//! - If the command wrote to its standard error, that is the answer. Otherwise the answer is what
//!   it wrote to its standard output. The command's exit status does not matter.
//! - Send the length of the answer: its bytes, in decimal digits, with nothing before or after
//!   them.
//! - Wait until the client has sent `OK`. Then send the answer byte for byte, and nothing else.
//! - An empty answer has the length `0`. Wait for `OK` to that, too; nothing follows.
//! - A command may write any amount to either stream. The server must not wait forever.
//! - Answer when the command has ended, even if it started a process that lives on, with its
//!   output redirected elsewhere. Such a process must not keep the client's connection open.
//! - Leave nothing of an ended command behind: no zombie, no descriptor.
//! - Whatever one client does, serve the next one.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client is done (end of stream) | none; close its connection | goes on |
//! | a client leaves or resets, even instead of sending `OK` | none required | goes on |
//! | a command cannot be started, e.g. because of a NUL byte in it | none required | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 07`. Check: `cargo checker check 07`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("length-ack-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Begin with your server of lesson 06: you need all of it again. Only the way in which it
    //    sends an answer changes.

    // 2. How long is the answer? In what unit?

    // 3. Send the length, and wait for two bytes. Does one receive return both?

    // 4. Send the answer. What do you send if its length is 0?

    todo!("listen on {address}, run commands, send each answer's length first")
}
