//! A server that sleeps 100 ms before it sends each reply: slow, and correct.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

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
    loop {
        let mut header = [0; 4];
        if stream.read(&mut header[..1])? == 0 {
            return Ok(());
        }
        stream.read_exact(&mut header[1..])?;
        let length = u32::from_be_bytes(header) as usize;
        if length > 1 << 20 {
            return Err(io::Error::other("a frame is too long"));
        }
        let mut frame = [&header[..], &vec![0; length]].concat();
        stream.read_exact(&mut frame[4..])?;
        frame[4..].make_ascii_uppercase();
        thread::sleep(Duration::from_millis(100));
        stream.write_all(&frame)?;
    }
}
