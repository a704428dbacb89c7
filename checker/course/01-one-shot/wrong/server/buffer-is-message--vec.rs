// Believed: a Vec that was read into is as long as the message.

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
    let mut message = vec![0; 1024];
    let n = stream.read(&mut message)?;
    if n > 0 {
        let reply = message.to_ascii_uppercase();
        stream.write_all(&reply)?;
    }
    Ok(())
}
