// Believed: 1,024 bytes are room enough, and if not, the rest follows.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 1024];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        let answer = buffer[..n].to_ascii_uppercase();
        socket.send_to(&answer, sender)?;
    }
}
