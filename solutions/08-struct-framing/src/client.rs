//! Lesson 08, Struct-style framing: the client. It reads four bytes, the answer's length, and then
//! exactly the answer.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

/// The longest answer that the client accepts, in bytes. A large claim costs the server nothing, so it
/// must not cost us two gigabytes.
const LONGEST: usize = 64 << 20;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-client: {address}: {error}");
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
        let answer = receive_answer(&mut stream)?;
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}

/// Receives one answer: its header, and then as many bytes as the header says.
fn receive_answer(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    // The four bytes may also arrive one at a time: `read_exact` goes on until it has them all.
    let mut header = [0; 4];
    stream.read_exact(&mut header).map_err(gone)?;
    // Python's `struct.unpack('<i', header)[0]`: the lowest byte first.
    let length = i32::from_le_bytes(header);

    // It is signed, so it may be negative. `as usize` would turn that into an enormous number.
    let length =
        usize::try_from(length).ok().filter(|length| *length <= LONGEST).ok_or_else(|| {
            io::Error::new(ErrorKind::InvalidData, format!("the server claims {length} bytes"))
        })?;

    // Exactly this many: the byte after them belongs to the next header. For a length of 0 this
    // returns immediately.
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).map_err(gone)?;
    Ok(answer)
}

/// Replaces std's message, "failed to fill whole buffer", which does not help a user.
fn gone(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => {
            io::Error::new(error.kind(), "the server left before its answer was complete")
        }
        _ => error,
    }
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
