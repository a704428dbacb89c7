// Believed: a read without a newline means that more will come.

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
        let mut piece = &buffer[..n];
        while let Some(at) = piece.iter().position(|byte| *byte == b'\n') {
            line.extend(&piece[..at]);
            if line.ends_with(b"\r") {
                line.pop();
            }
            if line.len() > 4096 {
                break;
            }
            answer(stream, &line)?;
            line.clear();
            piece = &piece[at + 1..];
        }
        line.extend(piece);
        if line.len() > 4096 {
            return stream.write_all(b"ERR line too long\n");
        }
    }
}

fn answer(mut stream: &TcpStream, line: &[u8]) -> io::Result<()> {
    stream.write_all(&[&line.to_ascii_uppercase()[..], b"\n"].concat())
}
