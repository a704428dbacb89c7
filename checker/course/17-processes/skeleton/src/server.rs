//! Lesson 17, A process for each client: the server. It answers the frames of all clients at once.
//!
//! # Contract
//!
//! Run as `processes-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A frame is a header of 4 bytes, the payload's length as a big-endian unsigned number, and then
//!   the payload. The length counts the payload alone. It is at most 1 MiB (1,048,576), and may be
//!   0.
//! - Answer each frame with one frame that has the same payload in upper case, as soon as all of it
//!   has arrived. Upper case is that of ASCII, byte by byte. A payload need not be text.
//! - Serve all clients at once, each in a process of its own. A client delays no other client, even
//!   if it has sent only a part of a frame, sends nothing, or does not read its answers.
//! - For each client, the program starts itself again, with the connection as its standard input.
//!   (A program in another language may fork instead.)
//! - Each connection is open only in its client's process, and the listening socket only in the
//!   process that accepts.
//! - When a client is done, its process ends. The server waits for it, so that no zombie is left:
//!   at the latest when the next client has connected.
//! - If a header claims more than 1 MiB, do not allocate memory for it or wait for its payload.
//! - Serve forever. No client can end the server, whatever it does.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client ends between two frames: send all answers, then close | none | goes on |
//! | it ends inside a frame, claims too much, or resets: no answer; close | optional | goes on |
//! | a client's process is killed: only its conversation ends | optional | goes on |
//! | no descriptor or no process is left: you may disconnect the client | optional | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure, in any process.
//!
//! Read: `cargo checker read 17`. Check: `cargo checker check 17`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    // 1. This program is either the server or one of the server's workers. How does it know which?
    //    (An argument, or a variable in its environment, that only you set.)

    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("processes-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The server: accepts all clients at `address`, and starts a worker for each. It returns only if
/// the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 2. Listen, and accept in a loop, as in lesson 16.

    // 3. Start the worker: `std::process::Command`, of `env::current_exe()`. Its `stdin` takes an
    //    `OwnedFd`, and a `TcpStream` can become one. Which processes hold the connection now?

    // 4. `spawn` returns a `Child`. When it has ended, which thread asks for its status? And which
    //    thread waits until then?

    // 5. The worker: its standard input is a connection. It has a descriptor, and a `TcpStream` can
    //    be made from one (`AsFd`, `try_clone_to_owned`). The conversation is lesson 09's:
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    todo!("serve the clients at {address}, each in a process of its own")
}
