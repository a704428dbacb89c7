// Believed: the newline belongs to the line.

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
        if line == b"q\n" || line == b"q" {
            break;
        }
        if line != b"\n" {
            stream.write_all(&line)?;
            let mut reply = vec![0; line.len()];
            stream.read_exact(&mut reply)?;
            stdout.write_all(&reply)?;
            stdout.flush()?;
        }
        line.clear();
    }
    Ok(())
}
