// Believed: all that is there together is from the same client.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, mut client) = socket.recv_from(&mut buffer)?;
        let mut messages = vec![buffer[..n].to_vec()];
        socket.set_nonblocking(true)?;
        while let Ok((n, sender)) = socket.recv_from(&mut buffer) {
            client = sender;
            messages.push(buffer[..n].to_vec());
        }
        socket.set_nonblocking(false)?;
        for message in messages {
            socket.send_to(&message.to_ascii_uppercase(), client)?;
        }
    }
}
