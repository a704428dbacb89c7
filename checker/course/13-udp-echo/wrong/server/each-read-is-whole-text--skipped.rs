// Believed: what is no text is no message.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        match std::str::from_utf8(&buffer[..n]) {
            Ok(message) => {
                socket.send_to(message.to_ascii_uppercase().as_bytes(), sender)?;
            }
            Err(error) => eprintln!("{sender}: invalid utf-8: {error}"),
        }
    }
}
