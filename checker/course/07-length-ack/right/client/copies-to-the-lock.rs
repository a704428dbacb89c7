//! Copies the answer straight to its standard output, whose lock it holds: where that is a pipe, Rust
//! has the kernel do it (splice(2)), which keeps the pipe locked until the next bytes come.

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
    let mut digits = [0; 64];
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                let n = stream.read(&mut digits)?;
                let length = str::from_utf8(&digits[..n]).ok().and_then(|text| text.parse().ok());
                let length: u64 = length.ok_or_else(|| io::Error::other("no length came"))?;
                stream.write_all(b"OK")?;
                if io::copy(&mut (&stream).take(length), &mut output)? < length {
                    return Err(io::Error::other("the server has gone"));
                }
                output.flush()?;
            }
        }
    }
    Ok(())
}
