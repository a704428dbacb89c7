//! Lesson 17, Processes: the server. Lesson 09's, with a process for each client: one that crashes, or
//! is killed, takes nobody with it.
//!
//! The contract:
//!
//! - Frames, and what is answered to them, are lesson 09's. So is what happens to a client that ends
//!   inside a frame, claims more than 1 MiB, or resets: its connection is closed, and nobody else
//!   notices.
//! - For ever, all clients at once, each in a process of its own: the program starts itself again, with
//!   the connection as its standard input.
//! - A connection is open in its own client's process only, and the listening socket only in the one
//!   that accepts. When a client is done, its process ends.
//! - No zombies: a process that has ended is waited for, when the next client comes at the latest.
//! - A worker that is killed ends one conversation. Where no descriptor is to be had, that costs a
//!   client its turn, and not the server its life.
//! - A server that cannot start: one line on standard error, status 1. A panic, in whichever process,
//!   is always a failure.
//!
//! The chapter: book/src/17-processes.md. To be graded: `cargo checker check 17`.

use std::env;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    // 1. This program has two parts: it is the server, or one of the server's workers. How does it
    //    know which? (An argument, or a variable in its environment, that only you set.)

    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("processes-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The server: lets all clients at `address` in, and starts a worker for each. It comes back only when
/// the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // 2. Listen, and accept again and again, as in lesson 16.

    // 3. Start the worker: `std::process::Command`, of `env::current_exe()`. Its `stdin` takes an
    //    `OwnedFd`, and a `TcpStream` can become one. Who holds the connection now? All of them?

    // 4. `spawn` returns a `Child`. When it has ended, who asks it how? And who waits meanwhile?

    // 5. The worker: standard input is a connection. It has a descriptor, and `TcpStream` can be made
    //    of one (`AsFd`, `try_clone_to_owned`). The conversation on it is lesson 09's:
    //
    //     fn converse(stream: TcpStream) -> io::Result<()>

    todo!("serve the clients at {address}, each in a process of its own")
}
