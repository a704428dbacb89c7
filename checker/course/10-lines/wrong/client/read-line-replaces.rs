// Believed: `read_until` replaces what was in the buffer.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::TcpStream;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lines-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    let mut replies = BufReader::new(stream.try_clone()?);
    let mut input = io::stdin().lock();
    let mut typed = Vec::new();
    let mut output = io::stdout().lock();

    while let Some(mut line) = typed_line(&mut input, &mut typed)? {
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        stream.write_all(&line)?;

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

fn typed_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    if input.read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line.clone()))
}
