// Believed: a length is a `usize`, and that is what goes into the header.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

const MAX_PAYLOAD: usize = 1_048_576;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = serve(stream?) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut header = [0; 8];
        stream.read_exact(&mut header)?;
        let length = usize::from_be_bytes(header);
        if length > MAX_PAYLOAD {
            return Err(io::Error::other("the payload is too long"));
        }
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload)?;
        payload.make_ascii_uppercase();
        stream.write_all(&length.to_be_bytes())?;
        stream.write_all(&payload)?;
    }
}
