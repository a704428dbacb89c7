//! Lesson 19, Multiplex: lesson 09's server for everybody at once, and on one thread. It answers each
//! frame with its payload in UPPER CASE, and waits for nobody in particular.
//!
//! The contract:
//!
//! - As in lesson 09: each frame is answered by a frame with the same payload in UPPER CASE (ASCII), as
//!   soon as the whole of it has come. A client that ends inside a frame, claims more than 1 MiB, or
//!   resets: log it, close its connection, and no other.
//! - Everybody is served at once. Whoever stops in the middle of a frame, or does not read its answers,
//!   holds nobody up. A thousand silent clients are no reason to be slow.
//! - One thread does all that. While nothing happens, it uses no processor time.
//! - A client that reads late gets its answers whole and in order. For one that does not read at all,
//!   no more than 16 MiB are kept: before that, you stop reading from it.
//! - A client that has said its last word (FIN) is sent all that it is owed; then close.
//! - No descriptor left (EMFILE): neither end nor spin. When there is room again, whoever waits at the
//!   door is let in.
//! - A server that cannot start: one line on standard error, status 1. A panic is always a failure.
//!
//! The chapter: book/src/19-multiplex.md. To be graded: `cargo checker check 19`.

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

/// Serves everybody who comes to `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. A `mio::Poll`, and a listening socket that it watches under a `Token` of its own. (std's
    //    `TcpListener` knows names; `set_nonblocking(true)` and mio's `from_std` make it mio's.)

    // 2. Who is there: a map from `Token` to a struct of yours. A thread would keep on its stack how
    //    far it is with its client. You have one stack for all, so write it down: what has come of
    //    the next frame, what is still to be sent, whether the client has said its last word.

    // 3. The loop: wait in `poll.poll`, and for each event do what can be done *at once*. That may
    //    be several reads and several frames, or half of one. What does `WouldBlock` mean here? What
    //    if a write takes only a part? When do you stop reading from a client?
    //
    //    Of lesson 09, `framing::length_in` and `framing::write_frame` will serve you (the second
    //    into a `Vec<u8>`). Why not `read_frame` on the stream?

    todo!("serve everybody at {address} with one thread")
}
