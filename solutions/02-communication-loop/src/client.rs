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
            // No bytes, no message: the server would never hear of it, and we would wait for a
            // reply to something that was not said.
            continue;
        }
        let reply = ask(&mut stream, &line)?;
        output.write_all(&reply)?;
        output.write_all(b"\n")?;
        // Whoever reads us through a pipe wants this reply now, and not when a buffer is full.
        output.flush()?;
    }
    // Dropping `stream` closes it; the server's `read` then returns 0.
    Ok(())
}

/// Sends a message and receives its reply, which is as long as the message.
fn ask(stream: &mut TcpStream, message: &[u8]) -> io::Result<Vec<u8>> {
    // We write all before we read at all, while the server answers as it reads. Messages of some
    // megabytes would fill the kernel's buffers both ways and leave both sides stuck in `write`;
    // lines that people type do not.
    stream.write_all(message)?;

    // One `read` brings what has arrived so far, and that may be any part of the reply. Its length
    // is known, so `read_exact` reads until there is that much.
    let mut reply = vec![0; message.len()];
    stream.read_exact(&mut reply).map_err(|error| match error.kind() {
        // std says "failed to fill whole buffer", which is true and helps nobody.
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
    // 0 bytes is the end here, too. An empty line is not: its newline makes it 1 byte.
    if input.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    // One newline and no more: `trim` would also take blanks that belong to the message. The last
    // line may have none.
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
