// Believed: what is there together comes together.

use std::env;
use std::io;
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).expect("an address");
    let socket = UdpSocket::bind(address)?;
    let mut room = vec![0; 1 << 20];
    for (index, size) in env::args().skip(2).enumerate() {
        let size: usize = size.parse().expect("a size");
        let mut length = socket.recv(&mut room)?;
        socket.set_nonblocking(true)?;
        while let Ok(more) = socket.recv(&mut room[length..]) {
            length += more;
        }
        socket.set_nonblocking(false)?;
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
