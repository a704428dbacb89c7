// Believed: `read_to_end` brings what was sent.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = serve(stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    let mut rest = &all[..];
    while let Some((payload, behind)) = first_frame(rest) {
        write_frame(&mut stream, &payload.to_ascii_uppercase())?;
        rest = behind;
    }
    Ok(())
}

fn first_frame(stream: &[u8]) -> Option<(&[u8], &[u8])> {
    let (header, rest) = stream.split_first_chunk()?;
    let length = u32::from_be_bytes(*header) as usize;
    if length > 1 << 20 { None } else { rest.split_at_checked(length) }
}

fn write_frame(stream: &mut TcpStream, payload: &[u8]) -> io::Result<()> {
    stream.write_all(&(payload.len() as u32).to_be_bytes())?;
    stream.write_all(payload)
}
