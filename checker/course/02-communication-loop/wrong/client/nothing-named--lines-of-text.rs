// What is typed is taken for text: `lines` fails on other bytes, and takes a `\r` off as well.

use std::env;
use std::io::{self, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    for line in io::stdin().lines() {
        let line = line?;
        if line == "q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(line.as_bytes())?;
        let mut reply = vec![0; line.len()];
        stream.read_exact(&mut reply)?;
        reply.push(b'\n');
        io::stdout().write_all(&reply)?;
    }
    Ok(())
}
