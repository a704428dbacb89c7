// Believed: a length is a `usize`, and that is what the header holds.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
const LONGEST: usize = 64 << 20;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}
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
fn receive_answer(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut header = [0; 8];
    stream.read_exact(&mut header).map_err(gone)?;
    let length = usize::from_le_bytes(header);
    if length > LONGEST {
        return Err(io::Error::other(format!("the server claims {length} bytes")));
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).map_err(gone)?;
    Ok(answer)
}
fn gone(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => {
            io::Error::new(error.kind(), "the server left before its answer was complete")
        }
        _ => error,
    }
}
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
