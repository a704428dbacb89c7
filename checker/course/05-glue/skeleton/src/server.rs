//! Lesson 05, Glue: the server. It receives once for each size, and shows the bytes.
//!
//! # Contract
//!
//! Run as `glue-server ADDRESS SIZE…`.
//!
//! - Listen on the address and accept one client.
//! - For each SIZE, receive **once**, at most SIZE bytes. Then end, even if the client is still
//!   there.
//! - Print one line for each receive: `info_1: ` and the bytes, then `info_2: ` and so on.
//! - Print bytes that are UTF-8 as they are, including backslashes, tabs and NUL bytes.
//! - Print every other byte as `\xNN`, with two lower-case digits, for example `info_2: 你\xe5`.
//! - After the end of the stream, print nothing after the colon. The space may be there or not.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | all sizes are used | one line for each receive | 0 |
//! | the client resets the connection | the lines so far, and at most empty lines for other sizes | 0 |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 05`. Check: `cargo checker check 05`.

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

/// Accepts one client at `address`, receives once for each size, and prints what each returned.
fn run(address: &str, sizes: &[usize]) -> io::Result<()> {
    // 1. Listen, and accept one client.

    // 2. For each size: one receive. What keeps it from returning more than that? What do you do if
    //    it returns less? And where are the bytes that did not fit?

    // 3. Print the bytes. A receive may end in the middle of a character, so they need not be text:
    //    `utf8_chunks` separates text from other bytes.

    todo!("accept one client on {address}, receive {} times", sizes.len())
}
