// Believed: a server needs a connection with its client before it can talk.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    // As `accept` would: whose is it?
    let (_, client) = socket.peek_from(&mut buffer)?;
    socket.connect(client)?;
    loop {
        let n = socket.recv(&mut buffer)?;
        socket.send(&buffer[..n].to_ascii_uppercase())?;
    }
}
