// Believed: white space at the ends of a line means nothing.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    let mut replies = BufReader::new(stream.try_clone()?);
    let mut stdout = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?.trim_ascii().to_vec();
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        stream.write_all(&line)?;
        let mut reply = Vec::new();
        if replies.read_until(b'\n', &mut reply)? == 0 {
            return Err(io::Error::other("the server left"));
        }
        stdout.write_all(&reply)?;
        stdout.flush()?;
    }
    Ok(())
}
