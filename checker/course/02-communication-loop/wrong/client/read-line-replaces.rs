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
            eprintln!("communication-loop-client: {address}: {error}");
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
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        let reply = ask(&mut stream, &line)?;
        output.write_all(&reply)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

fn ask(stream: &mut TcpStream, message: &[u8]) -> io::Result<Vec<u8>> {
    stream.write_all(message)?;

    let mut reply = vec![0; message.len()];
    stream.read_exact(&mut reply).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => io::Error::new(
            ErrorKind::UnexpectedEof,
            "the server left before its reply was complete",
        ),
        _ => error,
    })?;
    Ok(reply)
}

fn typed_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    if input.read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line.clone()))
}
