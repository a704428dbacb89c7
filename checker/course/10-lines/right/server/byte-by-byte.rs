//! One byte a read, and the answer's newline in a write of its own.

use std::env;
use std::io::{self, Read, Write};
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
    let mut line = Vec::new();
    loop {
        let mut byte = [0];
        let count = stream.read(&mut byte)?;
        match (count > 0).then_some(byte[0]) {
            Some(b'\n') => {
                if line.ends_with(b"\r") {
                    line.pop();
                }
                answer(&mut stream, &line)?;
                line.clear();
            }
            Some(byte) => {
                line.push(byte);
                let may_end = line.len() == 4097 && byte == b'\r';
                if line.len() > 4096 && !may_end {
                    return stream.write_all(b"ERR line too long\n");
                }
            }
            None if line.is_empty() => return Ok(()),
            None => return answer(&mut stream, &line),
        }
    }
}

fn answer(stream: &mut TcpStream, line: &[u8]) -> io::Result<()> {
    stream.write_all(&line.to_ascii_uppercase())?;
    stream.write_all(b"\n")
}
