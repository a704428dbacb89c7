//! Lesson 23, Group chat: the server. Whatever a member says, all members hear, in one order.
//!
//! The contract, in lesson 09's frames (`framing`), each with one JSON object in it:
//!
//! - A client says `{"join": NAME}` first, then `{"say": TEXT}` as often as it likes, and
//!   `{"quit": true}` in the end. A name is not empty and not taken; a text is at most 4,096 bytes.
//! - Each member, the one it is about as well, is told `{"joined": NAME}` and
//!   `{"from": NAME, "at": TIME, "say": TEXT}`. TIME is one for all, as RFC 3339 writes it.
//! - Whoever does not begin with a join that is fine is told `{"error": WHY}`, and its connection is
//!   closed. Nobody else is told anything.
//! - A member leaves by `quit`, by ending its stream, by a reset, by half a frame, and by anything
//!   that does not stand in this contract. The others are told `{"left": NAME}`, once. It hears what was
//!   said before, and then its connection is closed. Its name is free again.
//! - A member who does not read keeps nobody waiting. Beyond what the kernel takes, at least 192 KiB
//!   are kept for it, and at most 1 MiB: then it is dropped, and has left.
//! - At SIGTERM, each member is told `{"bye": true}`, the streams end, and then the server: status 0.
//!   Whoever does not read is waited for no longer than a second.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/23-group-chat.md. To be graded: `cargo checker check 23`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("group-chat-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Lets clients in at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Lesson 16's server: a thread for each client, which reads frames and understands them
    //    (`serde_json::from_slice`; an enum with `#[derive(Deserialize)]` says all that may come).
    //    Begin with a client that joins and hears its own `joined`.

    // 2. The room: who is in it, behind a lock. What does it need to know of each member, so that
    //    it can tell them something without ever waiting for them? (How did lesson 19 deal with
    //    somebody who does not read? What does that look like with a second thread?)

    // 3. Leaving. Count the ways. Through which one place do all of them go? Who might tell it a
    //    second time? And what if somebody else has the name by then?

    // 4. SIGTERM: `signal_hook::iterator::Signals` makes a signal something that a thread can wait
    //    for. Times: `jiff::Timestamp::now().to_string()`.

    todo!("open a room at {address}")
}
