//! Reads the count byte by byte and sends in small pieces, each whole; a thread for each client.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || {
            if let Err(error) = serve(stream) {
                eprintln!("{error}");
            }
        });
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut count: u64 = 0;
    let mut byte = [0];
    loop {
        stream.read_exact(&mut byte)?;
        match byte[0] {
            b'\n' => break,
            digit @ b'0'..=b'9' => count = count.saturating_mul(10) + u64::from(digit - b'0'),
            _ => return Err(io::Error::other("that is no digit")),
        }
    }
    // 17 times the period: whole pieces all look the same.
    let piece: Vec<u8> = (0..251).cycle().take(251 * 17).collect();
    while count > 0 {
        let length = count.min(piece.len() as u64);
        stream.write_all(&piece[..length as usize])?;
        count -= length;
    }
    Ok(())
}
