// Believed: each datagram gets a thread and a socket, as each client did.

use std::env;
use std::io;
use std::net::UdpSocket;
use std::thread;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        let mut message = buffer[..n].to_vec();
        thread::spawn(move || {
            message.make_ascii_uppercase();
            if let Ok(conn) = UdpSocket::bind("0.0.0.0:0") {
                let _ = conn.send_to(&message, sender);
            }
        });
    }
}
