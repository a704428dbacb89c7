//! The message as a reader, copied to the connection through a buffered writer.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::net::{TcpListener, TcpStream};

/// 0, 1, 2 … 250, 0, 1 … without an end.
struct Counting(Vec<u8>);

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = buffer.len().min(self.0.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0.rotate_left(n % 251);
        Ok(n)
    }
}

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = serve(&stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn serve(stream: &TcpStream) -> io::Result<()> {
    let mut line = Vec::new();
    BufReader::with_capacity(7, stream).read_until(b'\n', &mut line)?;
    let line = String::from_utf8(line).map_err(io::Error::other)?;
    let count: u64 = line.trim().parse().map_err(io::Error::other)?;

    let mut writer = BufWriter::new(stream);
    io::copy(&mut Counting((0..251).cycle().take(251 * 64).collect()).take(count), &mut writer)?;
    writer.flush()
}
