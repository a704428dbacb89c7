// Believed: a buffer that came back full has a rest behind it.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 1024];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        let mut message = buffer[..n].to_vec();
        let mut last = n;
        while last == buffer.len() {
            (last, _) = socket.recv_from(&mut buffer)?;
            message.extend_from_slice(&buffer[..last]);
        }
        socket.send_to(&message.to_ascii_uppercase(), sender)?;
    }
}
