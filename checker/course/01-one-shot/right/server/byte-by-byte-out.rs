//! Sends its answer one byte at a time, each in a segment of its own, and closes half by half.

use std::env;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = [0; 1024];
    let n = stream.read(&mut buffer)?;
    for byte in &buffer[..n] {
        stream.write_all(&[byte.to_ascii_uppercase()])?;
    }
    stream.shutdown(Shutdown::Write)
}
