//! Lesson 10, Lines: the server. It answers each line in UPPER CASE.
//!
//! The contract:
//!
//! - For ever, one client after another, as in lesson 03. Whatever a client does, the next one is
//!   served.
//! - A line ends with `\n`; a `\r` straight before it belongs to the border, not to the line. Each
//!   line, an empty one too, is answered by the same line in UPPER CASE (ASCII) and `\n`, as soon as
//!   its end has come.
//! - Everything else belongs to the line: white space at its ends, a `\r` elsewhere, bytes that are
//!   no text.
//! - A line of more than 4,096 bytes, its border not counted, is answered by `ERR line too long` and
//!   `\n`, without waiting for its end; then the connection is closed.
//! - A last line that the end of the stream ends, instead of a newline, is answered like any other.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/10-lines.md. To be graded: `cargo checker check 10`.

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

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and the outer loop: lesson 03's, as in lesson 09.

    // 2. For each client, line after line until the stream ends. One read may bring half a line, or
    //    three and a half. Who keeps the half, and for how long?

    // 3. The border. Where may `\r` and `\n` be when you look for them? And how long do you look,
    //    when somebody sends megabytes without a newline?

    // 4. The end of the stream. Is something left that is owed an answer?

    todo!("serve the clients at {address}, line by line")
}
