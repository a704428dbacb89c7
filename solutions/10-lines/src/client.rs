//! Lesson 10, Lines: the client. It sends line after line and prints each reply, until `q` or the
//! end of its input.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::TcpStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lines-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address` until `q` or the end of standard input.
fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    // A second handle of the same connection, to read lines. Use one reader for all replies: it may
    // have read more than the line that it returned last.
    let mut replies = BufReader::new(stream.try_clone()?);
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    while let Some(mut line) = next_line(&mut input)? {
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        // Lesson 02 removed the newline, so the server could not see where a message ended. Here
        // the newline *is* the end, so always send it, even if the last line of a file has none.
        // Send it in one `write` with the line: a single last byte might have to wait (lesson 09).
        line.push(b'\n');
        stream.write_all(&line)?;

        // Lesson 02 counted the reply's bytes. This reply may have any length; its newline ends it.
        let Some(reply) = next_line(&mut replies)? else {
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

/// The next line as bytes, without the newline that ends it; `None` at the end. Lesson 02 read the
/// keyboard with this function. It reads the network as well: both are streams of lines.
fn next_line(source: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if source.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
