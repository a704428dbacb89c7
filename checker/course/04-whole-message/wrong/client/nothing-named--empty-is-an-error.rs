// Believed: a server that sends nothing has not answered.

use std::env;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let count: usize = env::args().nth(2).and_then(|word| word.parse().ok()).unwrap_or(0);
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("{count}\n").as_bytes())?;

    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(io::Error::other("no answer"));
    }

    let wrong = bytes.iter().enumerate().position(|(i, byte)| *byte != (i % 251) as u8);
    if let Some(at) = wrong {
        println!("{} bytes, wrong at byte {at}", bytes.len());
    } else if bytes.len() < count {
        println!("only {} of {count} bytes arrived", bytes.len());
    } else {
        println!("{count} bytes, intact");
        return Ok(());
    }
    process::exit(1);
}
