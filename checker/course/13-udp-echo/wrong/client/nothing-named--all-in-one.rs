// Believed: what was typed can go out in one datagram.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let mut stdin = io::BufReader::with_capacity(1 << 20, io::stdin());
    let mut stdout = io::stdout();
    let mut buffer = [0; 65_507];
    loop {
        let typed = stdin.fill_buf()?;
        let count = typed.len();
        let message = typed.strip_suffix(b"\n").unwrap_or(typed);
        if count == 0 || message == b"q" {
            return Ok(());
        }
        socket.send(message)?;
        stdin.consume(count);
        let n = socket.recv(&mut buffer)?;
        stdout.write_all(&buffer[..n])?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
}
