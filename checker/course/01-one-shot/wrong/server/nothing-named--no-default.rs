// Believed: the address is always given.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let Some(address) = env::args().nth(1) else {
        return Err(io::Error::other("usage: one-shot-server ADDRESS"));
    };
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
    stream.write_all(&buffer[..n].to_ascii_uppercase())
}
