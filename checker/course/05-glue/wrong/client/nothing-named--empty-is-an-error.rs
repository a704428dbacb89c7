// Believed: an empty message is a mistake.

use std::env;
use std::io::{self, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut messages: Vec<String> = env::args().skip(2).collect();
    let nodelay = messages.first().is_some_and(|word| word == "--nodelay");
    if nodelay {
        messages.remove(0);
    }
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(nodelay)?;
    for message in &messages {
        if message.is_empty() {
            return Err(io::Error::other("there is nothing to send"));
        }
        stream.write_all(message.as_bytes())?;
    }
    Ok(())
}
