//! Prints a newline behind whatever came.

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
    let size = env::args().nth(2).and_then(|size| size.parse().ok()).unwrap_or(1024);
    let mut buffer = vec![0; size];
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                let n = stream.read(&mut buffer)?;
                if n == 0 {
                    return Err(io::Error::other("the server has gone"));
                }
                output.write_all(&buffer[..n])?;
                output.write_all(b"\n")?;
                output.flush()?;
            }
        }
    }
    Ok(())
}
