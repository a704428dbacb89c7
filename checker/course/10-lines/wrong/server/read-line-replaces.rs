// Believed: `read_until` replaces what was in the buffer.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    loop {
        let served = listener.accept().and_then(|(stream, _)| serve(stream));
        if let Err(error) = served {
            eprintln!("{error}");
        }
    }
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = Vec::new();
    loop {
        let n = reader.by_ref().take(4098).read_until(b'\n', &mut line)?;
        if n == 0 {
            return Ok(());
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if n > 4097 && !line.ends_with(b"\r\n") {
            return stream.write_all(b"ERR line too long\n");
        }
        answer(&mut stream, text)?;
    }
}

fn answer(stream: &mut TcpStream, line: &[u8]) -> io::Result<()> {
    stream.write_all(&line.to_ascii_uppercase())?;
    stream.write_all(b"\n")
}
