// Believed: `read_until` replaces what was in the buffer.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let size = arguments.next().unwrap_or_else(|| "1024".to_owned());
    match run(&address, &size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leftover-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str, size: &str) -> io::Result<()> {
    let size: usize = match size.parse() {
        Ok(size) if size > 0 => size,
        _ => return Err(io::Error::new(ErrorKind::InvalidInput, "BUFSIZE is a number above 0")),
    };
    let mut stream = TcpStream::connect(address)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut buffer = vec![0; size];

    let mut typed = Vec::new();
    while let Some(line) = typed_line(&mut input, &mut typed)? {
        if line == b"quit" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(&line)?;

        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the server has gone"));
        }
        output.write_all(&buffer[..received])?;
        output.flush()?;
    }
    Ok(())
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
