//! Lesson 24, Async: the client. Lesson 23's, with one task that waits for the keyboard and for the
//! server at once. The contract is the same, to the letter.
//!
//! The chapter: book/src/24-async.md. To be graded: `cargo checker check 24`.

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
    // 1. A runtime, made by hand (`tokio::runtime::Builder`), and `block_on` a future of your own.
    //    Why by hand? Read what `tokio::io::stdin` says about itself, and ask what happens when the
    //    runtime is dropped while somebody has not pressed Enter.

    // 2. In that future: connect, join, and then a loop around `tokio::select!` with two branches.
    //    One of them loses each time, and is dropped. Which calls may lose and which may not? Their
    //    documentation says so under "cancel safety".

    todo!("join {address} as {name}, with tasks")
}
