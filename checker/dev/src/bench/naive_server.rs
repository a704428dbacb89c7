//! The server of many articles: one client, one read for a message, one write for an answer. Most lessons
//! fail it.

use std::env;
use std::io::{self, Read, Write};
use std::net::TcpListener;

fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let (mut client, _) = TcpListener::bind(address)?.accept()?;
    let mut buffer = [0; 1024];
    loop {
        let count = client.read(&mut buffer)?;
        let text = String::from_utf8_lossy(&buffer[..count]);
        client.write(text.to_uppercase().as_bytes())?;
    }
}
