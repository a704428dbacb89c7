//! One byte a read, and a second write for the newline.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut stdout = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match line.as_slice() {
            b"q" => break,
            b"" => continue,
            _ => {
                stream.write_all(&line)?;
                stream.write_all(b"\n")?;
            }
        }
        let mut reply = Vec::new();
        while !reply.ends_with(b"\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            reply.extend(byte);
        }
        stdout.write_all(&reply)?;
        stdout.flush()?;
    }
    Ok(())
}
