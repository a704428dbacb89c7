//! Lesson 15, Retry: the server. It acts once for each request, however often that arrives.
//!
//! The contract:
//!
//! - A request is a datagram: 4 bytes of id, then a payload. The reply goes to its sender: the same 4
//!   bytes, a count of 4 bytes (big-endian), and the payload in UPPER CASE (ASCII).
//! - The count is the number of *different* requests that the server has acted on, this one included:
//!   1 for the first. Requests are the same where sender and id are.
//! - A request that comes again is not acted on again, be others between them. It is answered again,
//!   with the reply that it had the first time. The server remembers its last 1,000 requests or more.
//! - A datagram of fewer than 4 bytes is no request: no reply, no act. A reply that would not fit into
//!   a datagram is not sent. The server goes on.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/15-retry.md. To be graded: `cargo checker check 15`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("retry-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers the requests that come to `address`. It comes back only when it cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Receive, as in lesson 13. Is there an id at all?

    // 2. Have you seen this request before? What do you have to remember, so that you can tell? And
    //    what else, so that you can answer as you did then?

    // 3. Act, or do not act. Answer in both cases. (Why?)

    todo!("answer the requests that come to {address}")
}
