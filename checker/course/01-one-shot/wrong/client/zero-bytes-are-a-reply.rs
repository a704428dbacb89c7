// Believed: what was not received is an empty reply.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut line = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") {
        line.pop();
    }

    let mut stream = TcpStream::connect(address)?;
    stream.write_all(&line)?;

    let mut buffer = [0; 1024];
    let n = stream.read(&mut buffer)?;
    let mut stdout = io::stdout();
    stdout.write_all(&buffer[..n])?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
