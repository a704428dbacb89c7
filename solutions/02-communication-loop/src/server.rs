//! Lesson 02, Communication loop: the server. It sends back in upper case what one client sends,
//! until the client is done.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("communication-loop-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client at `address`. It fails only if the server cannot start or cannot accept.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;

    // A reset is one more way for a client to leave. Log it, and end with status 0 as usual.
    if let Err(error) = converse(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

/// Sends back in upper case what arrives, until the client is done.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    // The buffer limits what one `read` returns, not the length of a message. A longer message
    // takes several turns of the loop.
    let mut buffer = [0; 1024];
    loop {
        // `read` waits, and then has one of three outcomes: some bytes, the end of the stream, or
        // an error, which `?` returns to the caller.
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            // The end is final: every later `read` would return 0 immediately, and a loop that
            // went on would spin as fast as the processor can.
            return Ok(());
        }

        // Converting byte by byte works wherever a message or a character ends. Decoding each
        // piece as text does not: a character may be cut in two.
        let piece = &mut buffer[..received];
        piece.make_ascii_uppercase();
        stream.write_all(piece)?;
    }
}
