//! Lesson 11, JSON header: the client. It sends commands, and checks every part of an answer's
//! header before it uses it.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use serde::Deserialize;

/// The longest header that the client accepts. Today's header has some fifty bytes. This leaves
/// room for future fields, but not for absurd lengths.
const MAX_HEADER: usize = 64 * 1024;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("json-header-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address` until `quit` or the end of standard input.
fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    while let Some(command) = next_line(&mut input)? {
        if command == b"quit" {
            break;
        }
        if command.is_empty() {
            // 0 bytes are not a message (lesson 02).
            continue;
        }
        stream.write_all(&command)?;
        let (header, body) = receive(&mut stream)?;
        output.write_all(&body)?;
        output.flush()?;
        if header.exit_code != 0 {
            eprintln!("exit {}", header.exit_code);
        }
    }
    Ok(())
}

/// The fields of a header that matter here.
///
/// The types do the checking: `data_len` must be there, and must be a whole number that is not
/// negative, or parsing fails. serde ignores fields that are not listed. So a server may add fields
/// one day, and this client still understands it.
#[derive(Deserialize)]
struct Header {
    data_len: u64,
    #[serde(default)]
    exit_code: i64,
}

/// Receives one answer: the length of the header, the header, the body.
fn receive(stream: &mut impl Read) -> io::Result<(Header, Vec<u8>)> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).map_err(gone)?;

    // Check a number from the network before you use it. It is signed, so it may be negative, and it may
    // claim two gigabytes.
    let claimed = i32::from_le_bytes(length);
    let length = usize::try_from(claimed)
        .ok()
        .filter(|length| (1..=MAX_HEADER).contains(length))
        .ok_or_else(|| bad(format!("a header of {claimed} bytes")))?;

    // Read exactly the header: `length` bytes, in however many pieces they arrive. The next byte
    // belongs to the body, and a JSON parser would reject it.
    let mut header = vec![0; length];
    stream.read_exact(&mut header).map_err(gone)?;
    let header: Header =
        serde_json::from_slice(&header).map_err(|error| bad(format!("its header: {error}")))?;

    // `vec![0; data_len]` would be as large as the server *claims*. This grows with what arrives.
    let mut body = Vec::new();
    stream.take(header.data_len).read_to_end(&mut body)?;
    if body.len() as u64 != header.data_len {
        return Err(gone(ErrorKind::UnexpectedEof.into()));
    }
    Ok((header, body))
}

/// The error for a server that breaks the protocol.
fn bad(what: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the server sent {what}"))
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
