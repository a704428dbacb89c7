// Believed: `read_until` replaces what was in the buffer.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use serde::Deserialize;

const MAX_HEADER: usize = 64 * 1024;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("json-header-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut typed = Vec::new();
    let mut output = io::stdout().lock();

    while let Some(command) = typed_line(&mut input, &mut typed)? {
        if command == b"quit" {
            break;
        }
        if command.is_empty() {
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

#[derive(Deserialize)]
struct Header {
    data_len: u64,
    #[serde(default)]
    exit_code: i64,
}

fn receive(stream: &mut impl Read) -> io::Result<(Header, Vec<u8>)> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).map_err(gone)?;

    let claimed = i32::from_le_bytes(length);
    let length = usize::try_from(claimed)
        .ok()
        .filter(|length| (1..=MAX_HEADER).contains(length))
        .ok_or_else(|| bad(format!("a header of {claimed} bytes")))?;

    let mut header = vec![0; length];
    stream.read_exact(&mut header).map_err(gone)?;
    let header: Header =
        serde_json::from_slice(&header).map_err(|error| bad(format!("its header: {error}")))?;

    let mut body = Vec::new();
    stream.take(header.data_len).read_to_end(&mut body)?;
    if body.len() as u64 != header.data_len {
        return Err(gone(ErrorKind::UnexpectedEof.into()));
    }
    Ok((header, body))
}

fn bad(what: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the server sent {what}"))
}

fn gone(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => {
            io::Error::new(error.kind(), "the server left before its answer was complete")
        }
        _ => error,
    }
}

fn typed_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    if input.read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.strip_suffix(b"\n").unwrap_or(line).to_vec()))
}
