//! Lesson 21, Addresses: the client. It finds the server, and prints the line that it receives.
//!
//! # Contract
//!
//! Run as `addresses-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - ADDRESS is IPv4 (`127.0.0.1:8888`), IPv6 in brackets (`[::1]:8888`), or a name
//!   (`localhost:8888`).
//! - A name may have several addresses, of both families. Try one after another until one accepts,
//!   and stay with that one.
//! - Send nothing. Receive one line, in however many pieces it arrives, and print it.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the line arrives | the line | 0 |
//! | the name does not exist | an error on stderr | 1 |
//! | none of the addresses accepts | an error on stderr | 1 |
//! | the server closes or resets the connection before a whole line | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 21`. Check: `cargo checker check 21`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("addresses-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Connects to the server at `address` and prints its line.
fn run(address: &str) -> io::Result<()> {
    // 1. Connect. A name may have several addresses. Which call of std's tries them all, and what
    //    does it take?

    // 2. Receive one line, in however many pieces it arrives. What if there is none?

    todo!("connect to {address} and print the server's line")
}
