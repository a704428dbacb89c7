// Believed: who uses the server's computer is the server.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::{ToSocketAddrs, UdpSocket};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    let Some(server) = address.to_socket_addrs()?.next() else {
        return Err(io::Error::other("where?"));
    };
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();
    let mut buffer = [0; 65_507];
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        let message = line.strip_suffix(b"\n").unwrap_or(&line);
        if message == b"q" {
            break;
        }
        socket.send_to(message, server)?;
        let n = loop {
            let (n, sender) = socket.recv_from(&mut buffer)?;
            if sender.ip() == server.ip() {
                break n;
            }
        };
        stdout.write_all(&buffer[..n])?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        line.clear();
    }
    Ok(())
}
