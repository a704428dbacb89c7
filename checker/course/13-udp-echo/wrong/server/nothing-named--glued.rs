// Believed: what is there together can be answered together.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, client) = socket.recv_from(&mut buffer)?;
        let mut message = buffer[..n].to_vec();
        socket.set_nonblocking(true)?;
        while let Ok((n, _)) = socket.recv_from(&mut buffer) {
            message.extend_from_slice(&buffer[..n]);
        }
        socket.set_nonblocking(false)?;
        socket.send_to(&message.to_ascii_uppercase(), client)?;
    }
}
