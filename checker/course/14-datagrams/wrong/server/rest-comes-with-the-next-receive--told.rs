// Believed: what was cut off is still to be received.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).expect("an address");
    let socket = UdpSocket::bind(address)?;
    let mut rest = Vec::new();
    let mut room = vec![0; 65_535];
    for (index, size) in env::args().skip(2).enumerate() {
        let size: usize = size.parse().expect("a size");
        if rest.is_empty() {
            let n = socket.recv(&mut room)?;
            rest = room[..n].to_vec();
        }
        let length = rest.len();
        let n = length.min(size);
        let part: Vec<u8> = rest.drain(..n).collect();
        print!("info_{}: {}", index + 1, readable(&part));
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
