//! Lesson 04, Whole message: the client. It asks for a number of bytes and checks each of them.
//!
//! # Contract
//!
//! Run as `whole-message-client ADDRESS COUNT`.
//!
//! - Send COUNT as decimal digits and a newline. Then read to the end of the stream.
//! - Byte *i* must be *i* mod 251, beginning with byte 0.
//! - Print one line on standard output that says what arrived. N is the number of bytes received,
//!   and K is the position of the first wrong byte, counted from 0.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | COUNT bytes arrive, and all are correct | `N bytes, intact` | 0 |
//! | a byte is wrong | `N bytes, wrong at byte K` | 1 |
//! | fewer than COUNT bytes arrive, and these are correct | `only N of COUNT bytes arrived` | 1 |
//! | the server refuses the connection, or it breaks | an error on stderr | 1 |
//!
//! For example: `8000000 bytes, wrong at byte 4711`, or `only 4711 of 8000000 bytes arrived`.
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 04`. Check: `cargo checker check 04`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let Some(count) = arguments.next().and_then(|word| word.parse().ok()) else {
        eprintln!("usage: whole-message-client ADDRESS COUNT");
        return ExitCode::FAILURE;
    };
    match run(&address, count) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("whole-message-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the server at `address` for `count` bytes and prints what arrived. Returns `true` if all of
/// them are intact.
fn run(address: &str, count: u64) -> io::Result<bool> {
    // 1. Connect, and ask.

    // 2. Read to the end, and check what arrives. How do you recognise the end? A read may return
    //    any number of bytes. At which place in the message does each piece begin?

    // 3. Print the result.

    todo!("ask {address} for {count} bytes and check them")
}
