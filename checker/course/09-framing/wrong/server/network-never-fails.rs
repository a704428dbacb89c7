// Believed: once a client is connected, reading and writing always work.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, _) = listener.accept()?;
        serve(stream);
    }
}

fn serve(mut stream: TcpStream) {
    while let Some(payload) = read_frame(&mut stream) {
        write_frame(&mut stream, &payload.to_ascii_uppercase());
    }
}

fn read_frame(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut frame = Vec::new();
    stream.take(4).read_to_end(&mut frame).unwrap();
    let header = frame.first_chunk()?;
    let length = u32::from_be_bytes(*header) as usize;
    if length > 1 << 20 {
        return None;
    }
    stream.take(length as u64).read_to_end(&mut frame).unwrap();
    let payload = frame.split_off(4);
    (payload.len() == length).then_some(payload)
}

fn write_frame(stream: &mut TcpStream, payload: &[u8]) {
    stream.write_all(&(payload.len() as u32).to_be_bytes()).unwrap();
    stream.write_all(payload).unwrap();
}
