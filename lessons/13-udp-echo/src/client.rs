//! Lesson 13, UDP echo: the client. It sends each line as one datagram, and prints each reply.
//!
//! # Contract
//!
//! Run as `udp-echo-client [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - Send each line of standard input as one datagram, without its newline. Send an empty line as
//!   an empty datagram.
//! - Print the reply as one line, at once, before you read the next line.
//! - A reply has any length from 0 to 65,507 bytes. Bytes go through unchanged: they need not be
//!   text.
//! - Ignore datagrams that come from any other address than the server's.
//! - A reply may be lost. Then the client waits. (Lesson 15 handles that.)
//! - Only a line that is exactly `q` ends the client. It is not sent.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply arrives | the reply and a newline | goes on |
//! | a line `q`, or the end of the input | none | 0 |
//! | a line is too long for one datagram: send none of it | an error on stderr | 1 |
//! | the kernel reports that the server's port is not in use | an error on stderr | 1 |
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
            eprintln!("udp-echo-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address`. `main` prints its error, and exits with status 1.
fn run(address: &str) -> io::Result<()> {
    // 1. Make a socket. Which port does it need, and may the kernel choose it?

    // 2. Which programs may send to that port? How do you tell the server's replies from another
    //    program's datagrams?

    // 3. For each line: is it `q`? If not, send it. In how many parts can a datagram be sent?

    // 4. Receive the reply, print it, and flush.

    todo!("exchange datagrams with {address}")
}
