// Believed: the client is who wrote first, and does not change.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    let mut client = None;
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        let client = *client.get_or_insert(sender);
        socket.send_to(&buffer[..n].to_ascii_uppercase(), client)?;
    }
}
