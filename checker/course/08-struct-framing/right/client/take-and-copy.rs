//! Passes the answer on as it comes: whatever a header claims, nothing is allocated for it.

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
    let mut header = [0; 4];
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                stream.read_exact(&mut header)?;
                let length = u64::try_from(i32::from_le_bytes(header)).map_err(io::Error::other)?;
                let copied = io::copy(&mut (&stream).take(length), &mut output)?;
                if copied < length {
                    return Err(io::Error::other("the server has gone"));
                }
                output.write_all(b"\n")?;
                output.flush()?;
            }
        }
    }
    Ok(())
}
