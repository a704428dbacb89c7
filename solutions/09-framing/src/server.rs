//! Lesson 09, Framing: the server. It answers each frame with its payload in upper case, for one
//! client after another.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

/// How long the server rests after an `accept` that failed for want of something.
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

/// Serves client after client at `address`, as lesson 03's server does. It comes back only when the
/// server cannot start.
fn run(address: &str) -> io::Result<()> {
    // std sets reuse-address by itself, so lesson 03's careful `listen` is not needed here.
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
        // A reset, an end inside a frame, a frame that is too long: all of them end here, and end
        // this conversation only.
        if let Err(error) = converse(stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

/// Answers frame after frame until the client is done.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    // Where a payload begins and ends, and in which pieces it came, is `read_frame`'s affair. Above
    // it there are no bytes any more, only messages.
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())

    // An error leaves through `?`, and drops `stream` on its way. After a frame that we did not
    // believe there is nothing else we could do but hang up: we cannot know where the next begins.
}
