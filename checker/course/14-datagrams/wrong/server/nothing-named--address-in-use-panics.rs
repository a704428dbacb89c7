// Believed: the address is free.

use std::env;
use std::io;
use std::net::UdpSocket;

use rustix::net::{RecvFlags, recv};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).expect("an address");
    let socket = UdpSocket::bind(address).unwrap();
    for (index, size) in env::args().skip(2).enumerate() {
        let mut buffer = vec![0; size.parse().expect("a size")];
        let (n, length) = recv(&socket, &mut buffer[..], RecvFlags::TRUNC)?;
        print!("info_{}: {}", index + 1, readable(&buffer[..n]));
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
