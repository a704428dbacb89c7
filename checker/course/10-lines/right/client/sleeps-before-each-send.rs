//! A client that sleeps 100 ms before it sends each line: slow, and correct.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
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
    let mut replies = BufReader::new(stream.try_clone()?);
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        thread::sleep(PAUSE);
        stream.write_all(&line)?;
        let mut reply = Vec::new();
        if replies.read_until(b'\n', &mut reply)? == 0 {
            return Err(io::Error::other("the server has gone"));
        }
        if !reply.ends_with(b"\n") {
            reply.push(b'\n');
        }
        output.write_all(&reply)?;
        output.flush()?;
    }
    Ok(())
}
