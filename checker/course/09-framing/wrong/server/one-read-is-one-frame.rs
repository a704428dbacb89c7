// Believed: what one read brings is one frame.

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
    while let Some(payload) = read_frame(&mut stream)? {
        write_frame(&mut stream, &payload.to_ascii_uppercase())?;
    }
    Ok(())
}

fn read_frame(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut buffer = vec![0; 4 + (1 << 20)];
    let n = stream.read(&mut buffer)?;
    if n == 0 {
        return Ok(None);
    }
    let cut_off = || io::Error::other("the frame is cut off");
    let header = buffer[..n].first_chunk().ok_or_else(cut_off)?;
    let length = u32::from_be_bytes(*header) as usize;
    let payload = buffer[4..n].get(..length).ok_or_else(cut_off)?;
    Ok(Some(payload.to_vec()))
}

fn write_frame(stream: &mut TcpStream, payload: &[u8]) -> io::Result<()> {
    stream.write_all(&(payload.len() as u32).to_be_bytes())?;
    stream.write_all(payload)
}
