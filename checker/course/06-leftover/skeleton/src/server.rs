//! Lesson 06, Leftover: the server. It runs commands for its clients.
//!
//! # Contract
//!
//! Run as `leftover-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Serve one client after another, forever. For each, run one command after another until the
//!   client is done.
//! - One receive, of at most 1024 bytes, is one command. A command need not be text.
//! - Run the command with `sh -c` and an empty standard input.
//! - If the command wrote to its standard error, that is the answer. Otherwise the answer is what
//!   it wrote to its standard output. The command's exit status does not matter.
//! - Send the answer byte for byte, and nothing else. If it is empty, send nothing.
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
//! Read: `cargo checker read 06`. Check: `cargo checker check 06`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leftover-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and accept in a loop, as in lesson 03. `TcpListener::bind` is good enough.

    // 2. For each client, until it is done: receive a command, run it, send its answer.

    // 3. Write a function that runs a command:
    //
    //        fn execute(command: &[u8]) -> Vec<u8>
    //
    //    It takes about ten lines with `std::process::Command`. While you write them, ask:
    //    - Which standard input does the command get by default?
    //    - A pipe holds 64 KiB, and there are two. What reads them while the command still writes?
    //    - Which call fetches the exit status of the ended command?
    //    - What if the command cannot even be started?

    todo!("listen on {address} and run commands")
}
