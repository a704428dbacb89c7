// Believed: a request without a payload asks for nothing.

use std::collections::HashMap;
use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind(address)?;
    let mut buffer = [0; 65_507];
    let mut acts: u32 = 0;
    let mut known = HashMap::new();
    loop {
        let (n, sender) = socket.recv_from(&mut buffer)?;
        if n <= 4 {
            continue;
        }
        let (id, payload) = (&buffer[..4], &buffer[4..n]);
        let count = *known.entry((sender, id.to_vec())).or_insert_with(|| {
            acts += 1;
            acts
        });
        let reply = [id, &count.to_be_bytes(), &payload.to_ascii_uppercase()].concat();
        if let Err(error) = socket.send_to(&reply, sender) {
            eprintln!("{sender}: {error}");
        }
    }
}
