//! Lesson 16, A thread for each client: the server. It answers the frames of all clients at once.
//!
//! The conversation is lesson 09's, unchanged. Each client has a thread of its own, so that no client
//! waits for another.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

/// How long the server sleeps after an `accept` that failed because a resource was missing.
const REST: Duration = Duration::from_millis(20);

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
    let listener = TcpListener::bind(address)?;
    loop {
        // This thread only accepts. Every `read` and every `write` may take long, so they happen on
        // other threads.
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            // With many clients at once, "too many open files" is a matter of time. It must not end
            // the server. The client stays in the queue until another one leaves, so the next
            // `accept` would fail at once: sleep, instead of spinning.
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };

        // `move` gives the stream to the new thread. It is closed when the conversation ends,
        // whether with success or with an error. No other thread has it, so nothing is shared and
        // nothing needs a lock.
        //
        // If the system has no thread left, `thread::spawn` would panic here, in the thread that
        // all clients need. `Builder::spawn` returns an error instead, and that concerns only this
        // client: the closure is dropped with the stream in it, which closes the connection.
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream) {
                eprintln!("{peer}: {error}");
            }
        });
        if let Err(error) = started {
            eprintln!("{peer}: no thread for it: {error}");
        }
        // The handle in `started` is dropped, and the thread runs on. `join` would wait here for
        // the end of the conversation, and the server would serve one client at a time, as in
        // lesson 09.
    }
}

/// Answers frame after frame until the client is done. It is lesson 09's function, unchanged: it
/// does not need to know that there are other clients.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
