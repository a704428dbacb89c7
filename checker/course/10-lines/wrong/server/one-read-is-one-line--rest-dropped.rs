// Believed: a read brings a line, and nothing behind it.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = serve(&stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn serve(mut stream: &TcpStream) -> io::Result<()> {
    let mut buffer = [0; 8192];
    loop {
        let n = stream.read(&mut buffer)?;
        let Some(line) = buffer[..n].split(|byte| *byte == b'\n').next().filter(|_| n > 0) else {
            return Ok(());
        };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > 4096 {
            return stream.write_all(b"ERR line too long\n");
        }
        stream.write_all(&[&line.to_ascii_uppercase()[..], b"\n"].concat())?;
    }
}
