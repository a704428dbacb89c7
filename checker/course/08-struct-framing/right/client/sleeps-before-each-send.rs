//! A client that sleeps 100 ms before it sends each command: slow, and correct.

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
        let mut header = [0; 4];
        stream.read_exact(&mut header)?;
        let length = u64::try_from(i32::from_le_bytes(header)).map_err(io::Error::other)?;
        let mut answer = Vec::new();
        (&mut stream).take(length).read_to_end(&mut answer)?;
        if answer.len() as u64 != length {
            return Err(io::Error::other("the server has gone"));
        }
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}
