//! A client that sleeps 100 ms before it sends each command and each `OK`: slow, and correct.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(100);

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
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let command = line?;
        if command == b"quit" {
            break;
        }
        if command.is_empty() {
            continue;
        }
        thread::sleep(PAUSE);
        stream.write_all(&command)?;
        let mut digits = [0; 32];
        let count = stream.read(&mut digits)?;
        let length = str::from_utf8(&digits[..count]).ok().and_then(|text| text.parse().ok());
        let length = length.ok_or_else(|| io::Error::other("the server sent no length"))?;
        thread::sleep(PAUSE);
        stream.write_all(b"OK")?;
        if io::copy(&mut (&mut stream).take(length), &mut output)? < length {
            return Err(io::Error::other("the server has gone"));
        }
        output.flush()?;
    }
    Ok(())
}
