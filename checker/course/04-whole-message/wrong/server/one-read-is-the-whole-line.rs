// Believed: one read brings the whole line.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(serve) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 64];
    let n = stream.read(&mut buffer)?;
    let line = String::from_utf8_lossy(&buffer[..n]);
    let count: usize = line.trim_end().parse().map_err(io::Error::other)?;
    let message: Vec<u8> = (0..count).map(|i| (i % 251) as u8).collect();
    stream.write_all(&message)
}
