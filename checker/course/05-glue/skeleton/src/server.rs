//! Lesson 05, Glue: the server. One receive for each size, and what it brought.
//!
//! The contract, for `glue-server ADDRESS SIZE…`:
//!
//! - Listen on the address and accept one client.
//! - For each SIZE: receive **once**, at most so many bytes. Print `info_1: ` and what came, then
//!   `info_2: ` and so on, each on a line of its own.
//! - What is UTF-8 is printed as it is, every other byte as `\xNN` (two lower-case digits).
//! - After the end of the stream there is nothing behind the colon.
//! - Then end with status 0, be the client still there or not.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/05-glue.md. To be graded: `cargo checker check 05`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let sizes: Result<Vec<usize>, _> = arguments.map(|word| word.parse()).collect();
    let Ok(sizes) = sizes else {
        eprintln!("usage: glue-server ADDRESS SIZE…");
        return ExitCode::FAILURE;
    };
    match run(&address, &sizes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("glue-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Takes one client at `address`, receives once for each of the sizes, and prints what came.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    // 1. Listen, and accept one client.

    // 2. For each size: one receive. What keeps it from bringing more than that? What will you do
    //    when it brings less? And what has become of the bytes that did not fit?

    // 3. Print it. A receive may end in the middle of a character, so this may be no text:
    //    `utf8_chunks` takes such bytes apart.

    todo!("take one client on {address}, receive {} times", sizes.len())
}
