// Believed: a line that is typed is text.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let line = io::stdin().lock().lines().next().unwrap_or(Ok(String::new()))?;

    let mut stream = TcpStream::connect(address)?;
    stream.write_all(line.as_bytes())?;

    let mut buffer = [0; 1024];
    let n = stream.read(&mut buffer)?;
    if n == 0 {
        return Err(io::Error::other("the server closed without a reply"));
    }
    let mut stdout = io::stdout();
    stdout.write_all(&buffer[..n])?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
