//! Lesson 01, One shot: the server. It accepts one client, receives one message, answers it in upper
//! case, closes the connection and ends.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one-shot-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client at `address`. It fails only if the server cannot start or cannot accept.
fn run(address: &str) -> io::Result<()> {
    // This is Python's `socket`, `bind` and `listen` in one call. From here on the kernel completes
    // connections by itself; `accept` only takes one that is complete, or waits for it.
    let listener = TcpListener::bind(address)?;

    // The listener carries no data: `accept` returns a second socket, for this client only.
    let (stream, peer) = listener.accept()?;

    // A client may reset the connection at any time. That is not a failure of the server, so log it
    // and still exit with status 0.
    if let Err(error) = answer(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

/// Receives one message and sends it back in upper case.
fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let received = stream.read(&mut buffer)?;

    // Only the first `received` bytes came from the client. The zeros after them did not. If the client
    // left without sending anything, `received` is 0 and the answer is empty, too.
    let message = &mut buffer[..received];

    // Work on bytes, not on text. ASCII upper case changes no byte above 127, so it is safe for
    // UTF-8 and for bytes that are not text.
    message.make_ascii_uppercase();

    // `write` may send fewer bytes than you give it; `write_all` repeats it until all are sent.
    stream.write_all(message)

    // `stream` goes out of scope here, and dropping a socket closes it. The whole message has been
    // read, so the kernel sends a FIN. If bytes were still unread, it would send a reset (RST).
}
