// Believed: a reply is as long as the line it answers.

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
        let mut reply = vec![0; line.len()];
        stream.read_exact(&mut reply)?;
        stdout.write_all(&reply)?;
        stdout.flush()?;
    }
    Ok(())
}
