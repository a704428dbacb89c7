// Believed: upper case is upper case in every alphabet.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{error}");
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let n = stream.read(&mut buffer)?;
    let reply = match str::from_utf8(&buffer[..n]) {
        Ok(text) => text.to_uppercase().into_bytes(),
        Err(_) => buffer[..n].to_ascii_uppercase(),
    };
    stream.write_all(&reply)
}
