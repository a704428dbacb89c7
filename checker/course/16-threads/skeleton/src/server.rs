//! Lesson 16, Threads: the server. Lesson 09's, with a thread for each client: nobody waits for
//! anybody else.
//!
//! The contract:
//!
//! - Frames, and what is answered to them, are lesson 09's. So is what happens to a client that ends
//!   inside a frame, claims more than 1 MiB, or resets: its connection is closed, and nobody else
//!   notices.
//! - For ever, all clients at once, each on a thread of its own. One that has said half a frame, and
//!   one that does not read what it is sent, delay nobody.
//! - When a client is done, its thread and its descriptors are gone as well.
//! - Where no descriptor or no thread is to be had, that costs a client its turn, and not the server
//!   its life.
//! - A server that cannot start: one line on standard error, status 1. A panic, on whichever thread,
//!   is always a failure.
//!
//! The chapter: book/src/16-threads.md. To be graded: `cargo checker check 16`.

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

/// Serves all clients at `address` at once. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 1. Listen, and accept again and again. What may this loop wait for, and what must it never
    //    wait for? And what if `accept` itself reports an error?

    // 2. The conversation is lesson 09's. Bring it over as it was; its tools come from your library:
    //
    //     use framing::{read_frame, write_frame};
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    // 3. Run it on a thread of its own. Who owns the stream from then on? Who sees the error that
    //    `converse` returns? And what does `std::thread::spawn` do when there is no thread to be
    //    had? (Its documentation says so under "Panics", and what to use instead.)

    todo!("serve the clients at {address}, each on a thread of its own")
}
