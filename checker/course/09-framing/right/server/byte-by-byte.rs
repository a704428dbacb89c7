//! One byte a read and one byte a write: as slow as it gets, and as right.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    loop {
        let served = listener.accept().and_then(|(stream, _)| serve(stream));
        if let Err(error) = served {
            eprintln!("{error}");
        }
    }
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    loop {
        let mut length: usize = 0;
        for place in 0..4 {
            match next(&mut stream)? {
                Some(byte) => length = length << 8 | usize::from(byte),
                None if place == 0 => return Ok(()),
                None => return Err(io::Error::other("half a header")),
            }
        }
        if length > 1_048_576 {
            return Err(io::Error::other("too long"));
        }
        let mut payload = Vec::new();
        while payload.len() < length {
            match next(&mut stream)? {
                Some(byte) => payload.push(byte.to_ascii_uppercase()),
                None => return Err(io::Error::other("half a payload")),
            }
        }
        for shift in [24, 16, 8, 0] {
            stream.write_all(&[(length >> shift) as u8])?;
        }
        for piece in payload.chunks(1 + length / 64) {
            stream.write_all(piece)?;
        }
    }
}

fn next(stream: &mut TcpStream) -> io::Result<Option<u8>> {
    let mut byte = [0];
    Ok((stream.read(&mut byte)? > 0).then_some(byte[0]))
}
