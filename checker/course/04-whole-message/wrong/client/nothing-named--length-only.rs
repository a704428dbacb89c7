// Believed: what has the right length is right.

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

    if bytes.len() < count {
        println!("only {} of {count} bytes arrived", bytes.len());
        process::exit(1);
    }
    println!("{count} bytes, intact");
    Ok(())
}
