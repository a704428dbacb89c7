//! Lesson 14, Datagrams have borders: the server. One receive for each size, and what became of the
//! datagram.
//!
//! The contract, for `datagrams-server ADDRESS SIZE…`:
//!
//! - Wait for datagrams at the address, whoever sends them. For each SIZE: receive **once**, at most
//!   so many bytes. Print `info_1: ` and what came, then `info_2: ` and so on, each on a line of its
//!   own.
//! - Where the datagram was longer than its SIZE, ` (cut from M bytes)` follows on the line: M is how
//!   many bytes it had. The next receive is the next datagram.
//! - What is UTF-8 is printed as it is, every other byte as `\xNN` (two lower-case digits). An empty
//!   datagram has nothing behind the colon.
//! - Then end with status 0. Nothing is sent back.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/14-datagrams.md. To be graded: `cargo checker check 14`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let sizes: Result<Vec<usize>, _> = arguments.map(|word| word.parse()).collect();
    let Ok(sizes) = sizes else {
        eprintln!("usage: datagrams-server ADDRESS SIZE…");
        return ExitCode::FAILURE;
    };
    match run(&address, &sizes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("datagrams-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Receives once at `address` for each of the sizes, and prints what came.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    // 1. A socket for datagrams, as in lesson 13.

    // 2. For each size: one receive. It returns a number. Which one: what the datagram had, or what
    //    you got? How will you learn the other one? (`rustix` is in this lesson's Cargo.toml, for one
    //    way; for another one, std is enough.)

    // 3. Print it, as in lesson 05, and what was cut off.

    todo!("wait at {address}, receive {} times", sizes.len())
}
