//! Lesson 16, Threads: the server. Lesson 09's conversation as it was, with a thread for each client,
//! so that nobody waits for anybody else.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

/// How long the server rests after an `accept` that failed for want of something.
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

/// Serves all clients at `address` at once. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        // This thread does one thing: it opens the door. Whatever may take long, as every `read` and
        // every `write` may, happens on another one.
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            // With many clients at once, "too many open files" is a matter of time, and it is nobody's
            // fault. The client stays in the queue; somebody will leave, and then there is room.
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };

        // `move` gives the stream away: from here on it belongs to that thread, and is closed when
        // its conversation ends, however it ends. Nobody else has it, so there is nothing to share
        // and nothing to lock.
        //
        // `thread::spawn` would panic, here in the thread that everybody needs, where the system has
        // no thread to give. `Builder::spawn` says it as an error, and it is this client's error: the
        // closure is dropped unused, and the stream in it, which closes the connection.
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream) {
                eprintln!("{peer}: {error}");
            }
        });
        if let Err(error) = started {
            eprintln!("{peer}: no thread for it: {error}");
        }
        // The handle in `started` is dropped, and the thread runs on: nobody waits for it. `join`
        // would wait here for the conversation's end, and we would be back in lesson 09.
    }
}

/// Answers frame after frame until the client is done. Lesson 09's, to the letter: it knows nothing of
/// other clients, and need not.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
