//! Lesson 13, UDP echo: the server. Each datagram goes back to whoever sent it, in UPPER CASE.
//!
//! The contract:
//!
//! - For ever: each datagram is answered by one datagram, to its sender, with the same bytes in
//!   UPPER CASE (ASCII; every other byte stays as it is).
//! - An empty datagram is answered by an empty one. The largest, of 65,507 bytes, is answered whole.
//! - Many clients write in turn, in any order, and each gets its own answers.
//! - Whatever a client does, the server goes on.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/13-udp-echo.md. To be graded: `cargo checker check 13`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers every datagram that comes to `address`. It comes back only when it cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. A socket for datagrams, bound to the address. Which of `listen` and `accept` do you miss?

    // 2. Room for a datagram. How much? What happens to the part that has no room?

    // 3. For ever: receive one, and learn who sent it. Is there a length that means "the end"?

    // 4. Send it back. To whom, and from which socket?

    todo!("answer the datagrams that come to {address}")
}
