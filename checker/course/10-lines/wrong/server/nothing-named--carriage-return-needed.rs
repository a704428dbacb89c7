// Believed: on the network, lines end with `\r\n`.

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
        if n == 0 {
            if !line.is_empty() {
                answer(stream, &line)?;
            }
            return Ok(());
        }
        line.extend(&buffer[..n]);
        while let Some(at) = line.windows(2).position(|two| two == b"\r\n") {
            answer(stream, &line[..at])?;
            line.drain(..at + 2);
        }
        if line.len() > 4096 {
            return stream.write_all(b"ERR line too long\n");
        }
    }
}

fn answer(mut stream: &TcpStream, line: &[u8]) -> io::Result<()> {
    stream.write_all(&[&line.to_ascii_uppercase()[..], b"\n"].concat())
}
