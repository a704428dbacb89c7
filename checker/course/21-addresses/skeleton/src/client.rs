//! Lesson 21, Addresses: the client. It finds the server and prints what it is told.
//!
//! The contract:
//!
//! - The address is IPv4, IPv6 in brackets, or a name, as the server's. Of the addresses that a name
//!   has, each is tried until one lets the client in.
//! - The client says nothing. It prints the one line that it is told, and ends with status 0.
//! - Nobody has the name, nobody listens at any of its addresses, or the server leaves without a line:
//!   one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/21-addresses.md. To be graded: `cargo checker check 21`.

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
    // 1. Connect. A name may have several addresses. Which call of std's tries them all, and what do
    //    you have to give it?

    // 2. One line, in however many pieces it comes. What if there is none?

    todo!("connect to {address} and print what the server says")
}
