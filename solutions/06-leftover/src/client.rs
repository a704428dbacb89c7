//! Lesson 06, Leftover: the client. A line goes out as a command, and one receive brings what it
//! brings. It is naive on purpose: what does not fit stays behind, and is taken for the next answer.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let size = arguments.next().unwrap_or_else(|| "1024".to_owned());
    match run(&address, &size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leftover-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends lines to the server at `address` until `quit`, and prints after each of them what one
/// receive of at most `size` bytes brings.
fn run(address: &str, size: &str) -> io::Result<()> {
    let size: usize = match size.parse() {
        // A receive into no room at all returns 0, which would look like the end.
        Ok(size) if size > 0 => size,
        _ => return Err(io::Error::new(ErrorKind::InvalidInput, "BUFSIZE is a number above 0")),
    };
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut buffer = vec![0; size];

    while let Some(line) = next_line(&mut input)? {
        if line == b"quit" {
            break;
        }
        if line.is_empty() {
            // No bytes, no command: lesson 02.
            continue;
        }
        stream.write_all(&line)?;

        // One receive. It brings the oldest bytes that nobody has read yet, and be they the rest of
        // an earlier answer. The kernel cannot know better: to it there are no answers, only bytes.
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the server has gone"));
        }
        output.write_all(&buffer[..received])?;
        // What was received need not end with a newline, and without one nothing would be shown
        // before the buffer is full.
        output.flush()?;
    }
    Ok(())
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
