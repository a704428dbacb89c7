// Believed: a receive that does not fill the buffer is the last one.
// Luck: a-megabyte-and-a-word: on a busy machine each receive may fill its buffer.

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
    let mut header = [0; 4];
    stream.read_exact(&mut header)?;
    let length = match i32::from_le_bytes(header) {
        length @ 0..=100_000_000 => length as usize,
        _ => return Err(io::Error::other("no such length")),
    };
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
        if n < most {
            break;
        }
    }
    Ok(answer)
}
