// Believed: white space at the ends is not worth showing.

use std::env;
use std::io::{self, Read};
use std::net::TcpListener;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let sizes: Vec<usize> = env::args().skip(2).filter_map(|word| word.parse().ok()).collect();
    let listener = TcpListener::bind(address)?;
    let (mut stream, _) = listener.accept()?;
    for (index, size) in sizes.iter().enumerate() {
        let mut buffer = vec![0; *size];
        let n = stream.read(&mut buffer)?;
        println!("info_{}: {}", index + 1, readable(&buffer[..n]).trim());
    }
    Ok(())
}

fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text += chunk.valid();
        for byte in chunk.invalid() {
            text += &format!("\\x{byte:02x}");
        }
    }
    text
}
