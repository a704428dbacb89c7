// Believed: whatever stands behind the address is a message.

use std::env;
use std::io::{self, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let messages: Vec<String> = env::args().skip(2).collect();
    let mut stream = TcpStream::connect(address)?;
    for message in &messages {
        stream.write_all(message.as_bytes())?;
    }
    Ok(())
}
