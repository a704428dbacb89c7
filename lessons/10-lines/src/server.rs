//! Lesson 10, Lines: the server. It answers each line in upper case.
//!
//! # Contract
//!
//! Run as `lines-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Serve one client after another, forever. Whatever one client does, serve the next one.
//! - A line ends with `\n`. A `\r` directly before the `\n` belongs to the line ending.
//! - Everything else belongs to the line: white space at its ends, a `\r` elsewhere, bytes that are
//!   not text. The line `q` is a line like any other.
//! - Answer each line with the line in upper case and `\n`, as soon as its end has arrived. Answer
//!   an empty line, too. Upper case is that of ASCII, byte by byte.
//! - A line may have 4,096 bytes, not counting the line ending. Do not wait for the end of a longer
//!   line before you answer it.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the stream ends after a last line without `\n` | answer it like any other | goes on |
//! | a client is done (end of stream) | none; close its connection | goes on |
//! | a line has more than 4,096 bytes | `ERR line too long` and `\n`; then close | goes on |
//! | a client leaves or resets in the middle of a line | none required | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 10`. Check: `cargo checker check 10`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lines-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and write the outer loop of lesson 03, as in lesson 09.

    // 2. For each client, handle line after line until the stream ends. One read may return half a
    //    line, or three and a half. What keeps the half, and for how long?

    // 3. The line ending: where may `\r` and `\n` be when you look for them? And how long do you
    //    look if a client sends megabytes without a newline?

    // 4. The end of the stream: is there a line left that you have not answered?

    todo!("serve the clients at {address}, line by line")
}
