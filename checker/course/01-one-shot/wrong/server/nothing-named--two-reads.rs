// Believed: there is always more to come. (It does not read to the end: a second piece is enough.)

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
    let mut n = stream.read(&mut buffer)?;
    n += stream.read(&mut buffer[n..])?;
    stream.write_all(&buffer[..n].to_ascii_uppercase())
}
