//! Lesson 16, A thread for each client: the server. It answers the frames of all clients at once.
//!
//! # Contract
//!
//! Run as `threads-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A frame is a header of 4 bytes, the payload's length as a big-endian unsigned number, and then
//!   the payload. The length counts the payload alone. It is at most 1 MiB (1,048,576), and may be
//!   0.
//! - Answer each frame with one frame that has the same payload in upper case, as soon as all of it
//!   has arrived. Upper case is that of ASCII, byte by byte. A payload need not be text.
//! - Serve all clients at once, each on a thread of its own. A client delays no other client, even
//!   if it has sent only a part of a frame, sends nothing, or does not read its answers.
//! - When a client is done, its thread ends and its descriptors are closed.
//! - If a header claims more than 1 MiB, do not allocate memory for it or wait for its payload.
//! - Serve forever. No client can end the server, whatever it does.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client ends between two frames: send all answers, then close | none | goes on |
//! | it ends inside a frame, claims too much, or resets: no answer; close | optional | goes on |
//! | no descriptor or no thread is left: you may disconnect the client | optional | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure, on any thread.
//!
//! Read: `cargo checker read 16`. Check: `cargo checker check 16`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("threads-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves all clients at `address` at once. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and accept in a loop. What may this loop wait for, and what must it never wait
    //    for? What does it do if `accept` itself fails?

    // 2. The conversation is lesson 09's. Copy it unchanged. It uses your library:
    //
    //     use framing::{read_frame, write_frame};
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    // 3. Run it on a thread of its own. Which thread owns the stream from then on? Where does the
    //    error go that `converse` returns? What does `std::thread::spawn` do when the system cannot
    //    create a thread? (Its documentation says so under "Panics", and what to use instead.)

    todo!("serve the clients at {address}, each on a thread of its own")
}
