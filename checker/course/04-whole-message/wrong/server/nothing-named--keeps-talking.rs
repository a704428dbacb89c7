// Believed: a client may ask again, so the connection stays open.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
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
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let count: usize = line.trim_end().parse().map_err(io::Error::other)?;
    let message: Vec<u8> = (0..count).map(|i| (i % 251) as u8).collect();
    stream.write_all(&message)?;
    stream.read_exact(&mut [0])
}
