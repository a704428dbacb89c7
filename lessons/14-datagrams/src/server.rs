//! Lesson 14, Datagrams keep their boundaries: the server. It receives once for each size, and prints it.
//!
//! # Contract
//!
//! Run as `datagrams-server ADDRESS SIZE…`. Each SIZE is a number of bytes, at least 1.
//!
//! - Wait for datagrams at ADDRESS, from any sender. For each SIZE, receive **once**, at most SIZE
//!   bytes, and print one line: `info_1: ` and the bytes, then `info_2: ` and so on.
//! - Print UTF-8 as it is, and every other byte as `\xNN`, with two lower-case hexadecimal digits.
//! - If the datagram was longer than SIZE, add ` (cut from M bytes)`, where M is its whole length.
//!   The next receive returns the next datagram.
//! - For an empty datagram, print nothing after the colon. (The space is optional.)
//! - Send nothing.
//!
//! For example, `datagrams-server 127.0.0.1:8888 3 4 1024 1024` may print:
//!
//! ```text
//! info_1: hel (cut from 5 bytes)
//! info_2: 你\xe5 (cut from 6 bytes)
//! info_3: hi
//! info_4:
//! ```
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a receive for each size is done | the lines | 0 |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 14`. Check: `cargo checker check 14`.

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

/// Receives once at `address` for each of the sizes, and prints what it got.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    // 1. Make a datagram socket, as in lesson 13.

    // 2. For each size, receive once. The call returns a number. Is it the datagram's length, or
    //    the number of bytes that you got? How will you learn the other one? (`rustix` is in this
    //    lesson's Cargo.toml for one way. For another way, std is enough.)

    // 3. Print the bytes as in lesson 05, and whether the datagram was longer.

    todo!("wait at {address}, receive {} times", sizes.len())
}
