//! Lesson 13, UDP echo: the client. Each line is a datagram, and so is its reply.
//!
//! The contract:
//!
//! - Each line of standard input is sent as one datagram, without its newline. An empty line is sent,
//!   too: as an empty datagram. Then the reply is printed as one line, at once, before the next line
//!   is read.
//! - A reply may have any length from 0 to 65,507 bytes. Bytes go through as they are.
//! - What comes from another address than the server's is no reply. It is not printed.
//! - A line `q`, or the end of the input, ends it: status 0.
//! - A line that fits into no datagram is not sent, neither cut nor in parts: one line on standard
//!   error, status 1. A panic is always a failure.
//! - A reply may be lost, and then the client waits. (Lesson 15 will not.) If the kernel says that
//!   nobody is there, that is an error like any other.
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
            eprintln!("udp-echo-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(address: &str) -> io::Result<()> {
    // 1. A socket of your own. Which port do you need, and who may choose it?

    // 2. Who may send to that port? How do you tell the server's replies from everybody else's?

    // 3. For each line: is it `q`? Send it. In how many parts can a datagram leave?

    // 4. Receive the reply, print it, and flush.

    todo!("exchange datagrams with {address}")
}
