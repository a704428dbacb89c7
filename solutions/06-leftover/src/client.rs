//! Lesson 06, Leftover: the client. It sends a line as a command, receives once, and prints that.
//! It is naive on purpose: it takes what did not fit for the next answer.

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

/// Sends lines to the server at `address` until `quit`. After each line it prints what one receive
/// of at most `size` bytes returns.
fn run(address: &str, size: &str) -> io::Result<()> {
    let size: usize = match size.parse() {
        // A receive into an empty buffer returns 0, which would look like the end.
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
            // 0 bytes are not a command (lesson 02).
            continue;
        }
        stream.write_all(&line)?;

        // One receive. It returns the oldest bytes that have not been read, even if they are the
        // rest of an earlier answer. The kernel knows only bytes; it does not know answers.
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the server has gone"));
        }
        output.write_all(&buffer[..received])?;
        // These bytes need not end with a newline. Without one, and without `flush`, they would
        // stay in the output's buffer until it is full.
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
