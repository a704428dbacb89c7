//! Lesson 15, Retry: the server. It acts once on each request, however often the request arrives.
//!
//! # Contract
//!
//! Run as `retry-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A request is one datagram: an id of 4 bytes, then a payload. Send the reply to its sender: the
//!   same 4 bytes, a count of 4 bytes (big-endian), and the payload in upper case.
//! - Upper case is that of ASCII, byte by byte: `你好 abc` becomes `你好 ABC`. Ids and payloads may
//!   have any bytes, and a payload may be empty.
//! - The count is the number of *different* requests that the server has acted on, including this
//!   one: 1 for the first. Requests of all clients are counted together.
//! - Two requests are the same if both their sender and their id are the same.
//! - If a request comes again, do not act on it again, even if others came between. Answer it
//!   again, with the same reply as the first time. Remember at least the last 1,000 requests.
//! - Serve forever. No client can end the server, whatever it does.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a datagram has fewer than 4 bytes: do not count it, do not reply | none | goes on |
//! | a reply is too long for a datagram: do not send it | optional: an error on stderr | goes on |
//! | a client is gone before its reply | optional: an error on stderr | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 15`. Check: `cargo checker check 15`.

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

/// Answers the requests that arrive at `address`. It returns only if it cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Receive, as in lesson 13. Is the datagram long enough to have an id?

    // 2. Have you seen this request before? What must you remember to know that? And what else, to
    //    give the same answer again?

    // 3. Act, or do not act. Answer in both cases. (Why?)

    todo!("answer the requests that arrive at {address}")
}
