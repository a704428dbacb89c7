// Believed: reading to the end reads one message.

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
    loop {
        let mut message = Vec::new();
        stream.read_to_end(&mut message)?;
        if message.is_empty() {
            return Ok(());
        }
        stream.write_all(&message.to_ascii_uppercase())?;
    }
}
