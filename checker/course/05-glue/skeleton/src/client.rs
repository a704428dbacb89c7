//! Lesson 05, Glue: the client. It sends each message with a send of its own.
//!
//! # Contract
//!
//! Run as `glue-client ADDRESS [--nodelay] MESSAGE…`.
//!
//! - Connect, and send each MESSAGE with a send of its own, in the given order.
//! - Send nothing before, between or after them. An empty MESSAGE adds no bytes to the stream.
//! - With `--nodelay`, set `TCP_NODELAY`. Each message then leaves in a segment of its own, as far
//!   as the peer's window and the congestion window allow. They allow eight short messages.
//! - Without `--nodelay`, there may be any number of segments.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | all messages are sent; close the connection | none | 0 |
//! | the server refuses the connection | an error on stderr, none on stdout | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 05`. Check: `cargo checker check 05`.

use std::env;
use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).peekable();
    let address = arguments.next().unwrap_or_else(|| OsString::from("127.0.0.1:8888"));
    let address = address.to_string_lossy();
    let nodelay = arguments.next_if(|word| word == "--nodelay").is_some();
    let messages: Vec<Vec<u8>> = arguments.map(OsString::into_vec).collect();
    match run(&address, nodelay, &messages) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("glue-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends the messages to the server at `address`, each with a send of its own.
fn run(address: &str, nodelay: bool, messages: &[Vec<u8>]) -> io::Result<()> {
    // 1. Connect.

    // 2. With `nodelay`, set an option on the connection. Which one, and when?

    // 3. Send each message with one send. And then?

    todo!("send {} messages to {address} (nodelay: {nodelay})", messages.len())
}
