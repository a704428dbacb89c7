//! Lesson 11, JSON header: the client. It sends commands, and believes of an answer's header only
//! what it has checked.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use serde::Deserialize;

/// Longest header that is taken. The agreed one has some fifty bytes; there is room for fields that
/// are still to be thought of, and none for nonsense.
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
            // Nothing is no message: lesson 02.
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

/// What a header says, as far as it matters here.
///
/// Everything that a server may get wrong is in the types: `data_len` must be there, and must be a
/// whole number that is not negative, or there is no `Header` at all. What is not listed is ignored,
/// so that a server may say more one day, and this client still understands it.
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

    // A stranger's number is checked before anything is done with it. As a signed number it may be
    // negative, and as a size it may be two gigabytes.
    let claimed = i32::from_le_bytes(length);
    let length = usize::try_from(claimed)
        .ok()
        .filter(|length| (1..=MAX_HEADER).contains(length))
        .ok_or_else(|| bad(format!("a header of {claimed} bytes")))?;

    // Exactly the header: `length` bytes, in however many pieces they come. The next byte belongs to
    // the body already, and a JSON parser has no use for that.
    let mut header = vec![0; length];
    stream.read_exact(&mut header).map_err(gone)?;
    let header: Header =
        serde_json::from_slice(&header).map_err(|error| bad(format!("its header: {error}")))?;

    // `vec![0; data_len]` would be as large as the server *says*. This grows with what really comes.
    let mut body = Vec::new();
    stream.take(header.data_len).read_to_end(&mut body)?;
    if body.len() as u64 != header.data_len {
        return Err(gone(ErrorKind::UnexpectedEof.into()));
    }
    Ok((header, body))
}

/// The server does not keep to what was agreed.
fn bad(what: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the server sent {what}"))
}

/// An end that came too early, in words that help more than "failed to fill whole buffer".
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
