//! Reads one byte at a time and writes one byte at a time.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

#[expect(clippy::unbuffered_bytes, reason = "one system call a byte is the point")]
fn serve(stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    for byte in (&stream).bytes() {
        (&stream).write_all(&[byte?.to_ascii_uppercase()])?;
    }
    Ok(())
}
