// Believed: a message is a line.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::net::TcpListener;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let sizes: Vec<usize> = env::args().skip(2).filter_map(|word| word.parse().ok()).collect();
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    let mut reader = BufReader::new(stream);
    for (index, _) in sizes.iter().enumerate() {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        println!("info_{}: {}", index + 1, readable(&line));
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
