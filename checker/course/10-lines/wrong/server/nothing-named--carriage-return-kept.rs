// Believed: `\n` is the delimiter, and all before it is the line.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = listener.accept()?;
        if let Err(error) = serve(&stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn serve(mut stream: &TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(line) = next_line(&mut reader)? {
        if line.len() > 4096 {
            return stream.write_all(b"ERR line too long\n");
        }
        stream.write_all(&[&line.to_ascii_uppercase()[..], b"\n"].concat())?;
    }
    Ok(())
}

fn next_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if reader.take(4098).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.pop();
    }
    Ok(Some(line))
}
