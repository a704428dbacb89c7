//! Lesson 06, Leftover: the server. It runs commands for its clients.
//!
//! The contract:
//!
//! - For ever, one client after another; for each, one command after another until it is done.
//! - What one receive brings (at most 1024 bytes) is a command. Run it with `sh -c`, with an empty
//!   standard input.
//! - Send back what it wrote to its standard error if there was any, else what it wrote to its
//!   standard output: those bytes and nothing else. The exit status does not matter.
//! - However much it writes, and to whichever of the two, nobody waits for ever. Nothing is left of
//!   a command that has ended: no zombie, no descriptor.
//! - Whatever a client does, the next one is served. A server that cannot start: one line on
//!   standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/06-leftover.md. To be graded: `cargo checker check 06`.

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

/// Serves client after client at `address`. It returns an error only where the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and accept in a loop: as in lesson 03, and `TcpListener::bind` will do.

    // 2. For each client: receive a command, run it, send its answer; until it is done.

    // 3. Running a command wants a function of its own:
    //
    //        fn execute(command: &[u8]) -> Vec<u8>
    //
    //    It can be written in about ten lines with `std::process::Command`. While you write them, ask:
    //    - Which standard input does the command get, if you say nothing?
    //    - A pipe holds 64 KiB. Who empties it while the command is still writing? There are two.
    //    - Who waits for the command when it has ended?
    //    - What if it cannot even be started?

    todo!("listen on {address} and run commands")
}
