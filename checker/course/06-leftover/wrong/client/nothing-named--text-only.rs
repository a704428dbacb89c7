// Believed: what is typed is text.

use std::env;
use std::io::{self, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    let mut stdout = io::stdout();

    for line in io::stdin().lines() {
        let line = line?;
        if line == "quit" {
            break;
        }
        if !line.is_empty() {
            stream.write_all(line.as_bytes())?;
            let answer = receive(&mut stream)?;
            stdout.write_all(&answer)?;
            stdout.flush()?;
        }
    }
    Ok(())
}

fn receive(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let size = env::args().nth(2).and_then(|size| size.parse().ok()).unwrap_or(1024);
    let mut buffer = vec![0; size];
    let n = stream.read(&mut buffer)?;
    if n == 0 {
        return Err(io::Error::other("the server has gone"));
    }
    buffer.truncate(n);
    Ok(buffer)
}
