// Believed: no answer is longer than a buffer.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

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
    let mut digits = [0; 32];
    let n = stream.read(&mut digits)?;
    let length: usize = match String::from_utf8_lossy(&digits[..n]).parse() {
        Ok(length) => length,
        Err(_) => return Err(io::Error::other("the server sent no length")),
    };
    stream.write_all(b"OK")?;
    let mut answer = vec![0; 1024.min(length)];
    if length > 0 {
        let n = stream.read(&mut answer)?;
        if n == 0 {
            return Err(io::Error::other("the server has gone"));
        }
        answer.truncate(n);
    }
    Ok(answer)
}
