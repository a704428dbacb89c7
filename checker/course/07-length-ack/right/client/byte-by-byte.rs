//! Receives and prints one byte at a time, through a buffered reader.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
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
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                let digits = reader.fill_buf()?;
                let length = str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
                let used = digits.len();
                reader.consume(used);
                let Some(length) = length else {
                    return Err(io::Error::other("the server sent no length"));
                };
                stream.write_all(b"OK")?;
                for _ in 0..u64::max(length, 0) {
                    let mut byte = [0];
                    reader.read_exact(&mut byte)?;
                    output.write_all(&byte)?;
                }
                output.flush()?;
            }
        }
    }
    Ok(())
}
