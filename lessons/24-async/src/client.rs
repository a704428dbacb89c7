//! Lesson 24, Async: the client. It sends each typed line, and prints what the others send.
//!
//! # Contract
//!
//! Run as `async-client ADDRESS NAME`.
//!
//! - A frame is a header of 4 bytes, the payload's length as a big-endian unsigned number, and then
//!   the payload: one JSON object.
//! - As soon as it is connected, send `{"join": NAME}`, and nothing more until a line is typed.
//! - For each line of standard input, even an empty one, send `{"say": TEXT}`, where TEXT is the
//!   line without its newline.
//! - At a line that is exactly `q`, or at the end of the input, send `{"quit": true}`. Go on
//!   printing until the server closes.
//! - Print what arrives at once, whether or not a line is being typed:
//!
//! | the server sends | print |
//! |---|---|
//! | `{"from": NAME, "at": TIME, "say": TEXT}` | `NAME: TEXT` and a newline |
//! | `{"joined": NAME}` | `* NAME joined` and a newline |
//! | `{"left": NAME}` | `* NAME left` and a newline |
//! | any other object, except an error and a good-bye | nothing |
//!
//! - Keys may come in any order, with any white space, and any character may be escaped. Ignore
//!   fields that you do not know.
//! - Print your own lines only when they come back from the server.
//!
//! The client ends at once, even if nothing is typed:
//!
//! | when | output | exit status |
//! |---|---|---|
//! | the server closes after `{"quit": true}` was sent | none | 0 |
//! | the server sends `{"bye": true}` | none | 0 |
//! | the server sends `{"error": WHY}` | an error on stderr | 1 |
//! | the server refuses the connection | an error on stderr | 1 |
//! | the server closes without a good-bye, or inside a frame, or resets | an error on stderr | 1 |
//! | a payload is not JSON, or longer than 1 MiB (1,048,576 bytes) | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 24`. Check: `cargo checker check 24`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(address), Some(name)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: async-client ADDR NAME");
        return ExitCode::FAILURE;
    };
    match run(&address, &name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("async-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Chats at `address` under this name.
fn run(address: &str, name: &str) -> io::Result<()> {
    // 1. Make a runtime by hand (`tokio::runtime::Builder`), and `block_on` a future of your own.
    //    Why by hand? Read the documentation of `tokio::io::stdin`. What happens when the runtime
    //    is dropped before the user has pressed Enter?

    // 2. In that future, connect, join, and then write a loop around `tokio::select!` with two
    //    branches. One of them loses each time, and is dropped. Which calls may lose, and which may
    //    not? Their documentation says so under "cancel safety".

    todo!("join {address} as {name}, with tasks")
}
