// Believed: a read that brings a newline ends with it.

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
    let mut buffer = [0; 1024];
    let mut line = Vec::new();
    loop {
        let n = stream.read(&mut buffer)?;
        line.extend(&buffer[..n]);
        if n > 0 && !line.contains(&b'\n') && line.len() <= 4096 {
            continue;
        }
        if n == 0 && line.is_empty() {
            return Ok(());
        }
        let whole = line.split(|byte| *byte == b'\n').next().unwrap_or(&line);
        let whole = whole.strip_suffix(b"\r").unwrap_or(whole);
        if whole.len() > 4096 {
            return stream.write_all(b"ERR line too long\n");
        }
        stream.write_all(&[&whole.to_ascii_uppercase()[..], b"\n"].concat())?;
        line.clear();
    }
}
