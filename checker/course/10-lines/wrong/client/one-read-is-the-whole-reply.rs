// Believed: one read brings the whole reply.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    let mut stdout = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        stream.write_all(&line)?;
        let mut buffer = [0; 8192];
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Err(io::Error::other("the server left"));
        }
        let reply = &buffer[..n];
        let reply = reply.strip_suffix(b"\n").unwrap_or(reply);
        stdout.write_all(&[reply, b"\n"].concat())?;
        stdout.flush()?;
    }
    Ok(())
}
