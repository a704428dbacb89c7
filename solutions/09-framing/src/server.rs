//! Lesson 09, Framing: the server. It answers each frame with its payload in upper case, for one
//! client after another.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

/// How long the server waits after an `accept` that failed for lack of a resource.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("framing-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, as in lesson 03. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    // std sets `SO_REUSEADDR`, so we do not need lesson 03's `listen`.
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };
        // A reset, an end inside a frame, or a frame that is too long ends this conversation, and
        // nothing else.
        if let Err(error) = converse(stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

/// Answers frame after frame until the client is done.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    // `read_frame` knows where a payload begins and ends, and in which pieces it arrived. This
    // function only sees messages.
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())

    // An error returns through `?` and drops `stream`, which closes it. After a frame that is too
    // long we can only close: we do not know where the next frame begins.
}
