//! Knows how long the reply is: as long as the line was.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut line = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") {
        line.pop();
    }
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(&line)?;

    let mut reply = vec![0; line.len()];
    stream.read_exact(&mut reply)?;

    let mut stdout = io::stdout().lock();
    stdout.write_all(&reply)?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
