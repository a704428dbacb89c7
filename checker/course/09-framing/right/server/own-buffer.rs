//! Reads as much as comes into a buffer of its own, answers all whole frames in it with one write,
//! and keeps the rest.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(serve) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut kept = Vec::new();
    let mut room = vec![0; 5_000];
    loop {
        let count = match stream.read(&mut room) {
            Ok(0) if kept.is_empty() => return Ok(()),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        kept.extend_from_slice(&room[..count]);
        let mut answers = Vec::new();
        let mut used = 0;
        let mut too_long = false;
        while let Some((header, rest)) = kept[used..].split_first_chunk() {
            let length = u32::from_be_bytes(*header) as usize;
            too_long = length > 1 << 20;
            match rest.get(..length) {
                Some(payload) if !too_long => {
                    answers.extend_from_slice(header);
                    answers.extend(payload.iter().map(u8::to_ascii_uppercase));
                    used += 4 + length;
                }
                _ => break,
            }
        }
        stream.write_all(&answers)?;
        if too_long {
            return Err(io::Error::other("a frame is too long"));
        }
        kept.drain(..used);
    }
}
