//! Lesson 07, Length, then acknowledgement: the client. It receives an answer's length, says `OK`,
//! and receives exactly that many bytes, so that none are left over.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("length-ack-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends lines to the server at `address` until `quit`, and prints the whole answer to each.
fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    while let Some(line) = next_line(&mut input)? {
        if line == b"quit" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(&line)?;
        let length = receive_length(&mut stream)?;
        // Send it for an empty answer, too: the server waits for it.
        stream.write_all(b"OK")?;
        pass_on(&mut stream, length, &mut output)?;
        output.flush()?;
    }
    Ok(())
}

/// Receives the length of the answer, in decimal digits.
fn receive_length(stream: &mut TcpStream) -> io::Result<u64> {
    // One receive returns the length: nothing in the digits says which of them is the last. They
    // are few, and the server sends them in one piece and nothing more before our `OK`. So this
    // works, although TCP does not promise it.
    let mut buffer = [0; 32];
    let received = stream.read(&mut buffer)?;
    if received == 0 {
        return Err(gone());
    }
    // Data from a socket may be anything. Check that it is a number before you use it.
    std::str::from_utf8(&buffer[..received])
        .ok()
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "the server sent no length"))
}

/// Receives exactly `length` bytes and passes them on as they arrive. However large a length the
/// server claims, this needs only one buffer.
fn pass_on(stream: &mut TcpStream, length: u64, output: &mut impl Write) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut left = length;
    while left > 0 {
        // Ask for no more than is left: what follows belongs to the next answer.
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let received = stream.read(&mut buffer[..most])?;
        if received == 0 {
            return Err(gone());
        }
        output.write_all(&buffer[..received])?;
        // Subtract what arrived, not what we asked for: a receive often returns less.
        left -= received as u64;
    }
    Ok(())
}

fn gone() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the server left before its answer was complete")
}

/// The next line as bytes, without the newline that ends it; `None` at the end of the input.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
