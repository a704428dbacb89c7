// Believed: an answer is as long as it has characters.

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
    let mut byte = [0];
    let mut characters = 0;
    while characters < length {
        stream.read_exact(&mut byte)?;
        answer.push(byte[0]);
        // A byte that goes on with a character does not count.
        if byte[0] & 0b1100_0000 != 0b1000_0000 {
            characters += 1;
        }
    }
    Ok(answer)
}
