// Believed: each read brings whole characters, so decoding cannot fail.

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
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line == b"q" {
            break;
        }
        if !line.is_empty() {
            stream.write_all(&line)?;
            let mut reply = String::new();
            let mut buffer = [0; 1024];
            let mut received = 0;
            while received < line.len() {
                let n = stream.read(&mut buffer)?;
                if n == 0 {
                    return Err(io::Error::other("the server is gone"));
                }
                received += n;
                reply += str::from_utf8(&buffer[..n]).unwrap();
            }
            stdout.write_all(reply.as_bytes())?;
            stdout.write_all(b"\n")?;
            stdout.flush()?;
        }
        line.clear();
    }
    Ok(())
}
