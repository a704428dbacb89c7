//! Lesson 15, Retry: the client. It asks again until it is answered, and knows its own answer.
//!
//! The contract, for `retry-client ADDRESS [--timeout MS]`:
//!
//! - Each line of standard input, empty ones too, is a request: one datagram, 4 bytes of id (a new one
//!   for each line), then the line without its newline.
//! - Its reply has the same 4 bytes, a count of 4 bytes (big-endian), a payload. It is printed at
//!   once, as `COUNT PAYLOAD`, before the next line is read.
//! - When no reply has come within MS milliseconds (200), the same datagram is sent again, after that
//!   in twice the time, and so on: six times again, seven in all. Each is waited for. Then it gives
//!   up: one line on standard error, status 1.
//! - What has another id, what is shorter than 8 bytes, and what comes from another address is no
//!   reply. It is ignored.
//! - A line `q`, or the end of the input, ends it: status 0. A line that fits into no datagram, or a
//!   server that is not there: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/15-retry.md. To be graded: `cargo checker check 15`.

use std::env;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let timeout = match (arguments.next().as_deref(), arguments.next().map(|ms| ms.parse())) {
        (None, None) => Duration::from_millis(200),
        (Some("--timeout"), Some(Ok(ms @ 1..))) => Duration::from_millis(ms),
        _ => {
            eprintln!("usage: retry-client ADDRESS [--timeout MILLISECONDS]");
            return ExitCode::FAILURE;
        }
    };
    match run(&address, timeout) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("retry-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks the server at `address` for each line. Whatever it returns as an error, `main` prints, and ends
/// with 1.
fn run(address: &str, timeout: Duration) -> io::Result<()> {
    // 1. A socket, as in lesson 13.

    // 2. For each line: a request with an id of its own. Which id do you begin with?

    // 3. Send it and wait, but not for ever. What else may arrive while you wait, and how much of the
    //    time is left after that?

    // 4. Again? With which id? After how long? And when is it enough?

    todo!("ask {address}, and again after {timeout:?}")
}
