//! Lesson 23, Group chat: the client. What is typed is said, what the others say is printed, and
//! neither waits for the other.
//!
//! The contract (what the frames look like stands in `server.rs`):
//!
//! - It joins under the name that is its second argument as soon as it is connected.
//! - Each line of standard input is said as it is, without its newline, an empty one too. `q`, or the
//!   end of the input, is not said: then it quits, and ends with status 0 when the server hangs up.
//! - What it is told is printed at once, a line each, whether or not anything is being typed:
//!   `NAME: TEXT`, `* NAME joined`, `* NAME left`. Its own lines are printed when they come back.
//! - Fields and frames that it does not know are ignored.
//! - `{"bye": true}` ends it with status 0.
//! - Nobody listens, `{"error": WHY}`, a server that goes without a good-bye, a frame that is no JSON,
//!   is cut off or claims more than 1 MiB: one line on standard error, and status 1 at once. A panic is
//!   always a failure.
//!
//! The chapter: book/src/23-group-chat.md. To be graded: `cargo checker check 23`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(address), Some(name)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: group-chat-client ADDR NAME");
        return ExitCode::FAILURE;
    };
    match run(&address, &name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("group-chat-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Chats at `address` under this name.
fn run(address: &str, name: &str) -> io::Result<()> {
    // 1. Connect, and join.

    // 2. Two things may happen next, and nobody knows which: a line is typed, or a frame comes. One
    //    thread waits in one call. So how many do you need, and which of them stays on `main`? (When
    //    does a program end?)

    // 3. What does the end of the stream mean before you said `quit`, and what after it? The one who
    //    hears it is not the one who said it: `AtomicBool`.

    todo!("join {address} as {name}")
}
