//! Lesson 09, Framing: the client. It sends each line as a frame and prints each reply, until the
//! end of its input.

use std::env;
use std::io::{self, BufRead, ErrorKind, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use framing_solution::{read_frame, write_frame};

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("framing-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address` until the end of standard input.
fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    while let Some(line) = next_line(&mut input)? {
        // Lesson 02 had to skip an empty line, because it put nothing on the wire. As a frame it is
        // four bytes, `00 00 00 00`, which the server can answer. And no word has to be reserved
        // for the end: `q` is a line like any other.
        write_frame(&mut stream, &line)?;
        let Some(reply) = read_frame(&mut stream)? else {
            // A server expects this end between two frames. A client that waits for a reply does
            // not.
            return Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the server left without a reply",
            ));
        };
        output.write_all(&reply)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// The next line as bytes, without the newline that ends it; `None` at the end of the input.
/// Unchanged since lesson 02.
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
