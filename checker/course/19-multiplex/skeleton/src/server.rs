//! Lesson 19, One thread for all: the server. It answers the frames of all clients on one thread.
//!
//! # Contract
//!
//! Run as `multiplex-server [ADDRESS]`. The default address is `127.0.0.1:8888`.
//!
//! - A frame is a header of 4 bytes, the payload's length as a big-endian unsigned number, and then
//!   the payload. The length counts the payload alone. It is at most 1 MiB (1,048,576), and may be
//!   0.
//! - Answer each frame with one frame that has the same payload in upper case, as soon as all of it
//!   has arrived. Upper case is that of ASCII, byte by byte. A payload need not be text.
//! - Serve all clients at once, on **one thread**. The kernel counts the threads that run while
//!   clients are served, so a runtime that uses several threads does not fit this lesson.
//! - A client delays no other client, even if it has sent only a part of a frame, sends nothing, or
//!   does not read its answers. This also holds beside a thousand silent clients.
//! - While nothing happens, use no processor time. The kernel must wake the server, not a timer.
//! - Send the answers to a client whole and in order, however late it reads.
//! - For a client that does not read, keep **at most 16 MiB**, without the kernel's buffers (1 MiB
//!   is plenty). Before that, stop reading from it. Go on when it reads again.
//! - If a header claims more than 1 MiB, do not allocate memory for it or wait for its payload.
//! - If `accept` fails because no descriptor is left (EMFILE), neither end nor spin, and go on with
//!   the clients that you have. When there is room again, accept or disconnect all clients that
//!   wait.
//! - Serve forever. No client can end the server, whatever it does.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client ends between two frames: send all answers, then close | none | goes on |
//! | it ends inside a frame, claims too much, or resets: no answer; close | optional | goes on |
//! | no descriptor is left | optional | goes on |
//! | the server cannot start, e.g. because the address is in use | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 19`. Check: `cargo checker check 19`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("multiplex-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves all clients at `address`. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Make a `mio::Poll`, and a listening socket that it watches under a `Token` of its own.
    //    (std's `TcpListener` can resolve names. `set_nonblocking(true)` and mio's `from_std`
    //    convert it.)

    // 2. Keep the clients in a map from `Token` to a struct of yours. A thread would keep the state
    //    of its client on its stack. You have one stack for all clients, so put the state into the
    //    struct: which part of the next frame has arrived, what is still to be sent, and whether
    //    the client's stream has ended.

    // 3. Write the loop: wait in `poll.poll`, and for each event do what can be done *at once*.
    //    That may be several reads and several frames, or half of one. What does `WouldBlock` mean
    //    here? What if a write takes only a part? When do you stop reading from a client?
    //
    //    From lesson 09, `framing::length_in` and `framing::write_frame` are useful (the second
    //    into a `Vec<u8>`). Why not `read_frame` on the stream?

    todo!("serve all clients at {address} on one thread")
}
