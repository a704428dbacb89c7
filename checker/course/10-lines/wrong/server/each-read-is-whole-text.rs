// Believed: each read brings whole characters.

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
    let mut text = String::new();
    loop {
        let n = stream.read(&mut buffer)?;
        text += &String::from_utf8_lossy(&buffer[..n]);
        if n == 0 && !text.is_empty() {
            text += "\n";
        }
        while let Some((line, rest)) = text.split_once('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line).to_ascii_uppercase();
            if line.len() > 4096 {
                break;
            }
            stream.write_all((line + "\n").as_bytes())?;
            text = rest.to_string();
        }
        if text.len() > 4096 {
            return stream.write_all(b"ERR line too long\n");
        }
        if n == 0 {
            return Ok(());
        }
    }
}
