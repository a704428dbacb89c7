//! Lesson 13, UDP echo: the server. It sends each datagram back to its sender in upper case.
//!
//! # Contract
//!
//! Run as `udp-echo-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Answer each datagram with one datagram that has the same bytes in upper case. Send it to the
//!   sender, from the address that received the request.
//! - Upper case is that of ASCII, byte by byte: `你好 abc` becomes `你好 ABC`. A message need not be
//!   text.
//! - Answer an empty datagram with an empty one. Answer the largest datagram, of 65,507 bytes,
//!   whole.
//! - Many clients may write, in any order. Each gets its own answers.
//! - Serve forever. No client can end the server, whatever it does.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | an answer cannot be delivered | optional: an error on stderr | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 13`. Check: `cargo checker check 13`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers every datagram that arrives at `address`. It returns only if it cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Make a datagram socket, bound to the address. Do you need `listen` or `accept`?

    // 2. Make a buffer for a datagram. How large? What happens to the part that does not fit?

    // 3. For ever: receive one, with its sender's address. Does any length mean "the end"?

    // 4. Send the answer. To which address, and from which socket?

    todo!("answer the datagrams that arrive at {address}")
}
