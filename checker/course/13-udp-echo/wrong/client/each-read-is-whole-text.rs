// Believed: a reply is text.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();
    let mut buffer = [0; 65_507];
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        let message = line.strip_suffix(b"\n").unwrap_or(&line);
        if message == b"q" {
            break;
        }
        socket.send(message)?;
        let n = socket.recv(&mut buffer)?;
        let reply = String::from_utf8_lossy(&buffer[..n]);
        stdout.write_all(reply.as_bytes())?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        line.clear();
    }
    Ok(())
}
