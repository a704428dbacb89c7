//! Lesson 01, One shot: the server. It takes one client, receives one message, answers it in upper
//! case, closes and ends.

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

/// Serves one client at `address`. It fails only where the server cannot start or cannot accept.
fn run(address: &str) -> io::Result<()> {
    // Python's `socket`, `bind` and `listen` in one call. From here on the kernel completes
    // connections by itself; `accept` only fetches one that is ready, or waits for it.
    let listener = TcpListener::bind(address)?;

    // The listener is not what we talk over: accepting makes a second socket, for this client alone.
    let (stream, peer) = listener.accept()?;

    // A client may reset the connection at any moment. That is its business, not a failure of the
    // server: worth a line in the log, but no other exit status.
    if let Err(error) = answer(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

/// Receives one message and sends it back in upper case.
fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let received = stream.read(&mut buffer)?;

    // Only the first `received` bytes are the client's; behind them stand zeros that nobody sent.
    // When it left without a word, `received` is 0, the message is empty, and nothing is written.
    let message = &mut buffer[..received];

    // Bytes, not text. ASCII upper-casing leaves every byte above 127 alone, so it is safe within
    // UTF-8 and within anything else.
    message.make_ascii_uppercase();

    // `write` may send fewer bytes than it was given; `write_all` calls it until all have gone.
    stream.write_all(message)

    // `stream` goes out of scope here, and dropping a socket closes it. The whole message has been
    // read, so the kernel says good-bye with FIN; with bytes unread it would be a reset (RST).
}
