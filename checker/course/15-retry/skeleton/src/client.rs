//! Lesson 15, Retry: the client. It repeats each request until it gets the right reply.
//!
//! # Contract
//!
//! Run as `retry-client [ADDRESS [--timeout MS]]`. The default address is `127.0.0.1:8888`, and the
//! default of MS is 200.
//!
//! - For each line of standard input, send a request: one datagram, with an id of 4 bytes, then the
//!   line without its newline. The line may be empty.
//! - Each line gets an id that differs from all others of this client. Each try of it has the same
//!   id.
//! - A reply has the same 4 bytes, a count of 4 bytes (big-endian), and a payload. Print it at once
//!   as `COUNT PAYLOAD`, before you read the next line. Payloads go through unchanged.
//! - If no reply arrives within MS milliseconds, send the same datagram again, and wait twice as
//!   long as before. Try at most seven times. Wait after the seventh try, too (64 times MS). Each
//!   line begins anew, with a wait of MS and seven tries.
//! - Ignore datagrams that have another id, that are shorter than 8 bytes, or that come from
//!   another address. They do not end the wait, start it again, or cause another try.
//! - Only a line that is exactly `q` ends the client. It is not sent.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the reply arrives | count, space, payload, newline | goes on |
//! | a line `q`, or the end of the input | none | 0 |
//! | no try was answered | an error on stderr | 1 |
//! | a line is too long for one datagram: send none of it | an error on stderr | 1 |
//! | the kernel reports that the server's port is not in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 15`. Check: `cargo checker check 15`.

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

/// Sends each line to the server at `address` as a request. `main` prints the error that it
/// returns, and exits with status 1.
fn run(address: &str, timeout: Duration) -> io::Result<()> {
    // 1. Make a socket, as in lesson 13.

    // 2. For each line, make a request with a new id. Which id do you begin with?

    // 3. Send it and wait, but not forever. What else may arrive while you wait, and how much time
    //    is left after that?

    // 4. When do you send it again, and with which id? When do you give up?

    todo!("ask {address}, and again after {timeout:?}")
}
