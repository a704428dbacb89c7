// Believed: a server is there.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address).unwrap();
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
    let mut answer = Vec::new();
    let mut buffer = [0; 1024];
    let mut received = 0;
    while received < length {
        let most = buffer.len().min(length - received);
        let n = stream.read(&mut buffer[..most])?;
        if n == 0 {
            return Err(io::Error::other("the server has gone"));
        }
        answer.extend_from_slice(&buffer[..n]);
        received += n;
    }
    Ok(answer)
}
