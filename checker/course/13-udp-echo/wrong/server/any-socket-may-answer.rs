// Believed: an answer goes out of a socket of its own, as after `accept`.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        let answer = buffer[..n].to_ascii_uppercase();
        let conn = UdpSocket::bind("0.0.0.0:0")?;
        conn.send_to(&answer, sender)?;
    }
}
