//! Reads through a `BufReader`, and answers out of the reader's own buffer.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(1024, &stream);
    let reply = reader.fill_buf()?.to_ascii_uppercase();
    reader.consume(reply.len());
    (&stream).write_all(&reply)
}
