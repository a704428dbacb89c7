//! Lesson 02, Communication loop: the client. It sends line after line and prints each reply, until
//! `q` or the end of its input.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("communication-loop-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address` until `q` or the end of standard input.
fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    while let Some(line) = next_line(&mut input)? {
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            // 0 bytes put nothing on the wire. The server would not notice, and we would wait for
            // a reply that never comes.
            continue;
        }
        let reply = ask(&mut stream, &line)?;
        output.write_all(&reply)?;
        output.write_all(b"\n")?;
        // A program that reads us through a pipe needs this reply now, not when a buffer is full.
        output.flush()?;
    }
    // Dropping `stream` closes it; the server's `read` then returns 0.
    Ok(())
}

/// Sends a message and receives its reply, which is as long as the message.
fn ask(stream: &mut TcpStream, message: &[u8]) -> io::Result<Vec<u8>> {
    // We write everything before we read, while the server answers as it reads. A message of some
    // megabytes would fill the kernel's buffers in both directions and leave both sides stuck in
    // `write`. A line that a person types is too short for that.
    stream.write_all(message)?;

    // One `read` returns what has arrived so far, which may be any part of the reply. We know the
    // reply's length, so `read_exact` reads until all of it has arrived.
    let mut reply = vec![0; message.len()];
    stream.read_exact(&mut reply).map_err(|error| match error.kind() {
        // std's message is "failed to fill whole buffer", which does not help a user.
        ErrorKind::UnexpectedEof => io::Error::new(
            ErrorKind::UnexpectedEof,
            "the server left before its reply was complete",
        ),
        _ => error,
    })?;
    Ok(reply)
}

/// The next line as bytes, without the newline that ends it; `None` at the end of the input.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    // 0 bytes mean the end here, too. An empty line is not the end: its newline is 1 byte.
    if input.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    // Remove one newline only: `trim` would also remove spaces that belong to the message. The
    // last line may have no newline.
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
