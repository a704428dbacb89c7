//! Lesson 11, JSON header: the server. It runs commands and describes each answer in a header.
//!
//! # Contract
//!
//! Run as `json-header-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Serve one client after another, forever. For each, run one command after another until the
//!   client is done.
//! - One receive, of at most 1024 bytes, is one command. A command need not be text.
//! - Run the command with `sh -c` and an empty standard input.
//! - If the command wrote to its standard error, that is the body. Otherwise the body is what it
//!   wrote to its standard output. It may be empty.
//! - An answer has three parts: the header's length (four bytes, a signed number, lowest byte
//!   first), the header in JSON, and the body.
//! - The header is `{"data_len": N, "exit_code": C, "stream": S}`. N is the body's length in bytes,
//!   C the command's exit code, and S either `"stderr"` or `"stdout"`. An empty body is `"stdout"`.
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
//! Read: `cargo checker read 11`. Check: `cargo checker check 11`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("json-header-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, accept, and talk with each client in a function of its own. Copy it from lesson
    //    08, and change what it sends.

    // 2. Run the command. Which of its two streams is the body, and what is its exit code?
    //    (What if a signal ended the command? Then it has none, and you have to choose one.)

    // 3. Make the header: a `struct` with three fields and `#[derive(serde::Serialize)]`, and
    //    `serde_json::to_vec`. What is `data_len` for a command that prints nothing?

    // 4. The header's length goes in front of it. Does it count the header only, or the body, too?

    // 5. Send all of it. Three writes or one: does it matter to the client? To the network?

    todo!("run the commands of the clients at {address}, and answer each with a header and a body")
}
