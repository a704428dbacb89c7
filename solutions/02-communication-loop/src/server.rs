//! Lesson 02, Communication loop: the server. It sends back in upper case what one client says,
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

/// Serves one client at `address`. It fails only where the server cannot start or cannot accept.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;

    // A reset is one more way for a client to leave: it is logged, and the server ends as usual.
    if let Err(error) = converse(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

/// Sends back in upper case what arrives, until the client is done.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    // The buffer bounds what one `read` brings, not what a message may be: a longer one simply
    // takes more than one turn of the loop.
    let mut buffer = [0; 1024];
    loop {
        // `read` waits until there is something, and then has three kinds of answer: some bytes,
        // the end of the stream, or an error, which `?` hands to the caller.
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            // The end, for good: every later `read` would return 0 at once, and a loop that went
            // on would turn as fast as the processor can.
            return Ok(());
        }

        // Upper-casing byte by byte needs to know neither where a message ends nor where a
        // character does. Decoding each piece as text would: a character may be cut in two.
        let piece = &mut buffer[..received];
        piece.make_ascii_uppercase();
        stream.write_all(piece)?;
    }
}
