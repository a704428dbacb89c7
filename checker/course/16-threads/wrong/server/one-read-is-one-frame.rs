// Believed: what one read brings is one frame.

use std::env;
use std::io::{self, Read};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use framing_solution::write_frame;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream) {
                eprintln!("{peer}: {error}");
            }
        });
        if let Err(error) = started {
            eprintln!("{peer}: {error}");
        }
    }
}

fn converse(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; (1 << 20) + 4];
    loop {
        let n = stream.read(&mut buffer)?;
        if n < 4 {
            return Ok(());
        }
        let length = u32::from_be_bytes([buffer[0], buffer[1], buffer[2], buffer[3]]) as usize;
        let Some(payload) = buffer[4..].get(..length) else {
            return Err(io::Error::other("too long"));
        };
        write_frame(&mut stream, &payload.to_ascii_uppercase())?;
    }
}
