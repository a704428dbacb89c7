// Believed: a message ends with its newline, and may come in several datagrams.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    let mut message = Vec::new();
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        message.extend_from_slice(&buffer[..n]);
        if message.ends_with(b"\n") {
            socket.send_to(&message.to_ascii_uppercase(), sender)?;
            message.clear();
        }
    }
}
