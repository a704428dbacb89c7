// Believed: the message ends where the zeros of the buffer begin.

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
    let mut buffer = vec![0; 1024];
    if stream.read(&mut buffer)? == 0 {
        return Ok(());
    }
    while buffer.last() == Some(&0) {
        buffer.pop();
    }
    stream.write_all(&buffer.to_ascii_uppercase())
}
