//! A buffered reader in between: a receive of so many bytes is what it has, at most so many.

use std::env;
use std::io::{self, BufReader, Read, Write};
use std::net::TcpListener;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let sizes: Vec<usize> = env::args().skip(2).filter_map(|word| word.parse().ok()).collect();
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;
    let mut reader = BufReader::with_capacity(16, stream);
    let mut shown = Vec::new();
    for (index, size) in sizes.iter().enumerate() {
        let mut buffer = vec![0; *size];
        match reader.read(&mut buffer) {
            Ok(n) => writeln!(shown, "info_{}: {}", index + 1, readable(&buffer[..n]))?,
            Err(error) => {
                eprintln!("{peer}: {error}");
                break;
            }
        }
    }
    // All at the end, in one go.
    io::stdout().write_all(&shown)
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
