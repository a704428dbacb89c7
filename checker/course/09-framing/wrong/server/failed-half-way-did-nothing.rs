// Believed: what was sent in part is best sent again from the beginning.

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
    let mut header = [0; 4];
    let mut have = 0;
    while have < 4 {
        match stream.read(&mut header[have..])? {
            0 if have == 0 => return Ok(None),
            0 => return Err(io::Error::other("the header is cut off")),
            n => have += n,
        }
    }
    let length = u32::from_be_bytes(header) as usize;
    if length > 1 << 20 {
        return Err(io::Error::other("too long"));
    }
    let mut payload = vec![0; length];
    stream.read_exact(&mut payload)?;
    Ok(Some(payload))
}

fn write_frame(stream: &mut TcpStream, payload: &[u8]) -> io::Result<()> {
    let header = (payload.len() as u32).to_be_bytes();
    let frame = [&header, payload].concat();
    while stream.write(&frame)? < frame.len() {}
    Ok(())
}
