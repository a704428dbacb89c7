// Believed: text is letters, digits and such.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        let message: Vec<u8> = buffer[..n].iter().copied().filter(u8::is_ascii).collect();
        socket.send_to(&message.to_ascii_uppercase(), sender)?;
    }
}
