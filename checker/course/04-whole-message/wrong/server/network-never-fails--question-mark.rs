// Believed: an error anywhere is an error of the server.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        serve(stream?)?;
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut line = String::new();
    let Ok(_) = BufReader::new(&stream).read_line(&mut line) else { return Ok(()) };
    let Ok(count) = line.trim_end().parse::<usize>() else { return Ok(()) };
    let message: Vec<u8> = (0..count).map(|i| (i % 251) as u8).collect();
    stream.write_all(&message)
}
