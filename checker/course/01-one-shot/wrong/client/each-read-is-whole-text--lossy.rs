// Believed: the reply is text, so it can be printed as text.

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
    if n == 0 {
        return Err(io::Error::other("the server closed without a reply"));
    }
    println!("{}", String::from_utf8_lossy(&buffer[..n]));
    Ok(())
}
