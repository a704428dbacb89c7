//! Collects the whole answer before it prints any of it, and takes at most 64 MiB.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut stream = TcpStream::connect(address)?;
    let mut digits = [0; 1024];
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                let n = stream.read(&mut digits)?;
                let length = str::from_utf8(&digits[..n]).ok().and_then(|text| text.parse().ok());
                let length: usize = match length {
                    Some(length) if length <= 64 << 20 => length,
                    _ => return Err(io::Error::other("the server sent no length")),
                };
                stream.write_all(b"OK")?;
                let mut answer = vec![0; length];
                stream.read_exact(&mut answer)?;
                output.write_all(&answer)?;
                output.flush()?;
            }
        }
    }
    Ok(())
}
