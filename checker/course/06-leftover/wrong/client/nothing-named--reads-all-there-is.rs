// Believed: an answer is over when nothing comes for a while.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();

    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line == b"quit" {
            break;
        }
        if !line.is_empty() {
            stream.write_all(&line)?;
            let answer = receive(&mut stream)?;
            stdout.write_all(&answer)?;
            stdout.flush()?;
        }
        line.clear();
    }
    Ok(())
}

fn receive(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let size = env::args().nth(2).and_then(|size| size.parse().ok()).unwrap_or(1024);
    let mut answer = Vec::new();
    let mut buffer = vec![0; size];
    stream.set_read_timeout(None)?;
    loop {
        match stream.read(&mut buffer) {
            Ok(0) if answer.is_empty() => return Err(io::Error::other("the server has gone")),
            Ok(0) => return Ok(answer),
            Ok(n) => answer.extend_from_slice(&buffer[..n]),
            Err(error) if answer.is_empty() => return Err(error),
            Err(_) => return Ok(answer),
        }
        stream.set_read_timeout(Some(Duration::from_millis(50)))?;
    }
}
