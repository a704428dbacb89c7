//! Lesson 24, Async: the server. Lesson 23's chat once more, on Tokio, for as many members as there
//! are descriptors.
//!
//! The contract is lesson 23's, to the letter (book/src/23-group-chat.md), and one thing more:
//!
//! - The server raises its soft limit of descriptors to the hard one, and holds as many members as
//!   that allows.
//!
//! The frames are yours this time: a codec, in a file beside this one if you like (`mod codec;`).
//!
//! The chapter: book/src/24-async.md. To be graded: `cargo checker check 24`.

use std::env;
use std::io;
use std::process::ExitCode;

// All tasks share this one thread. `flavor = "multi_thread"` is another feature of the crate, and
// needs nothing else to be changed.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("async-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Lets clients in at `address`, until it is told to stop.
async fn run(address: &str) -> io::Result<()> {
    // 1. The limit of descriptors: `getrlimit` and `setrlimit` in `rustix::process`.

    // 2. The codec: a type that implements `tokio_util::codec::Decoder`. Its `decode` is called when
    //    bytes have come, and never waits. What does it do with half a frame?

    // 3. A loop that accepts, or hears SIGTERM: `tokio::select!`, `tokio::signal::unix`. A task for
    //    each client: `tokio::spawn`.

    // 4. Lesson 23's room. Which of its two threads for each member do you still need? Where may a
    //    task wait, and what must it not hold meanwhile? Who wakes a task that waits in a write to
    //    somebody who does not read?

    todo!("open a room at {address}, with tasks")
}
