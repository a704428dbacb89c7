//! Lesson 05, Glue: the client. One send for each message.
//!
//! The contract, for `glue-client ADDRESS [--nodelay] MESSAGE…`:
//!
//! - Connect, and send each MESSAGE with a send of its own, in this order, with nothing before,
//!   between or behind them. Close, and end with status 0.
//! - With `--nodelay`, each send leaves at once, in a segment of its own.
//! - Nobody listens: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/05-glue.md. To be graded: `cargo checker check 05`.

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

    // 2. With `nodelay`, there is an option to set on the connection. Which one, and when?

    // 3. One send for each message. And then?

    todo!("send {} messages to {address} (nodelay: {nodelay})", messages.len())
}
