// Believed: there is always an address on the command line.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let Some(address) = env::args().nth(1) else {
        return Err(io::Error::other("where?"));
    };
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        socket.send_to(&buffer[..n].to_ascii_uppercase(), sender)?;
    }
}
