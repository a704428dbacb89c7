// Believed: what people type is text.

use std::env;
use std::io::{self, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    if line.ends_with('\n') {
        line.pop();
    }

    let mut stream = TcpStream::connect(address)?;
    stream.write_all(line.as_bytes())?;

    let mut buffer = [0; 1024];
    let n = stream.read(&mut buffer)?;
    if n == 0 {
        return Err(io::Error::other("no reply"));
    }

    let mut stdout = io::stdout();
    stdout.write_all(&buffer[..n])?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
