// Believed: `read_until` replaces what was in the buffer.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("length-ack-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    let mut typed = Vec::new();
    while let Some(line) = typed_line(&mut input, &mut typed)? {
        if line == b"quit" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(&line)?;
        let length = receive_length(&mut stream)?;
        stream.write_all(b"OK")?;
        pass_on(&mut stream, length, &mut output)?;
        output.flush()?;
    }
    Ok(())
}

fn receive_length(stream: &mut TcpStream) -> io::Result<u64> {
    let mut buffer = [0; 32];
    let received = stream.read(&mut buffer)?;
    if received == 0 {
        return Err(gone());
    }
    std::str::from_utf8(&buffer[..received])
        .ok()
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "the server sent no length"))
}

fn pass_on(stream: &mut TcpStream, length: u64, output: &mut impl Write) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut left = length;
    while left > 0 {
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let received = stream.read(&mut buffer[..most])?;
        if received == 0 {
            return Err(gone());
        }
        output.write_all(&buffer[..received])?;
        left -= received as u64;
    }
    Ok(())
}

fn gone() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the server left before its answer was complete")
}

fn typed_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    if input.read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.strip_suffix(b"\n").unwrap_or(line).to_vec()))
}
