//! An adapter that shouts, and `io::copy` for the loop.

use std::env;
use std::io::{self, Read};
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

struct Shouting<R>(R);

impl<R: Read> Read for Shouting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        buffer[..n].make_ascii_uppercase();
        Ok(n)
    }
}

fn serve(stream: TcpStream) -> io::Result<()> {
    io::copy(&mut Shouting(&stream), &mut &stream)?;
    Ok(())
}
