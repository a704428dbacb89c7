//! Lesson 23, Group chat: the server. It sends each member's lines to all members, in one order.
//!
//! # Contract
//!
//! Run as `group-chat-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A frame is a header of 4 bytes, the payload's length as a big-endian unsigned number, and then
//!   the payload, of at most 1 MiB (1,048,576 bytes). The payload is one JSON object.
//! - Keys may come in any order, with any white space, and any character may be escaped.
//!
//! | a client sends | meaning |
//! |---|---|
//! | `{"join": NAME}` | joins the room. It must be the first frame. NAME has 1 to 64 bytes |
//! | `{"say": TEXT}` | a line for all members. TEXT has 0 to 4,096 bytes of UTF-8 |
//! | `{"quit": true}` | leaves the room |
//!
//! | the server sends | to | when |
//! |---|---|---|
//! | `{"joined": NAME}` | all members, also the new one | a client joins |
//! | `{"from": NAME, "at": TIME, "say": TEXT}` | all members, also the sender | a line arrives |
//! | `{"left": NAME}` | all other members, once | a member leaves |
//! | `{"error": WHY}` | this client | its first frame is not a valid join |
//! | `{"bye": true}` | all members | SIGTERM |
//!
//! - All members get these frames in the same order. A new member's first frame is its own
//!   `joined`.
//! - TIME is the moment at which the server received the line. It has the form of RFC 3339, with an
//!   offset from UTC, and is the same for all members.
//! - If the first frame is not a join, or NAME is empty or in use, send the error, and close the
//!   connection. Do not disturb the member that has the name. A client that has not joined gets no
//!   other frames, and the members do not learn of it.
//! - A member leaves when it quits, when its stream ends (also inside a frame), when its connection
//!   is reset, and when it sends anything that is not in this contract: a payload that is not JSON,
//!   another object, a second join, a text that is too long, or a header that claims more than 1
//!   MiB. In these cases you may send it an error first.
//! - A member that leaves still gets all lines from before, and no `left` of its own. Then close
//!   its connection. Pass on nothing that it sends after that. As soon as the others get `left`,
//!   its name is free.
//! - A member that does not read must not delay the others. Beyond the kernel's buffers, keep at
//!   least 192 KiB for it, and at most 1 MiB. (If you count frames instead of bytes: 48 to 200.) If
//!   more would have to wait, drop the member: it has left.
//! - At SIGTERM, send the good-byes, end the streams (FIN), and exit. Wait at most one second for
//!   members that do not read.
//! - No client can end the server, whatever it does. If a header claims more than 1 MiB, do not
//!   allocate memory for it.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | SIGTERM | optional | 0 |
//! | a member leaves, in any way | optional: an error on stderr | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 23`. Check: `cargo checker check 23`.

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

/// Opens a room at `address`. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Start from lesson 16's server: a thread for each client, which reads frames and parses
    //    them (`serde_json::from_slice`; an enum with `#[derive(Deserialize)]` lists all valid
    //    frames). Begin with a client that joins and gets its own `joined`.

    // 2. Write the room: its members, behind a lock. What must it know of each member, to send it a
    //    frame without ever waiting for it? (How did lesson 19 handle a client that does not read?
    //    What does that look like with a second thread?)

    // 3. Leaving. List the ways. Which one place do all of them pass through? Which part of the
    //    program might report it a second time? What if another member has the name by then?

    // 4. SIGTERM: with `signal_hook::iterator::Signals` a thread can wait for the signal. Times:
    //    `jiff::Timestamp::now().to_string()`.

    todo!("open a room at {address}")
}
