// Believed: whoever is written to answers.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).expect("an address");
    let socket = UdpSocket::bind(address)?;
    let mut room = vec![0; 65_535];
    for (index, size) in env::args().skip(2).enumerate() {
        let size: usize = size.parse().expect("a size");
        let (length, sender) = socket.recv_from(&mut room)?;
        socket.send_to(b"ok", sender)?;
        let n = length.min(size);
        print!("info_{}: {}", index + 1, readable(&room[..n]));
        if length > n {
            print!(" (cut from {length} bytes)");
        }
        println!();
    }
    Ok(())
}

fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}
