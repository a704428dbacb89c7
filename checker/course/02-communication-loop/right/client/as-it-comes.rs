//! Prints each piece of a reply as it comes, and reads its lines ahead.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut stream = TcpStream::connect(address)?;
    let mut stdout = io::stdout().lock();
    for line in BufReader::with_capacity(1 << 16, io::stdin()).split(b'\n') {
        let line = line?;
        match line.as_slice() {
            b"" => continue,
            b"q" => break,
            _ => stream.write_all(&line)?,
        }
        let mut missing = line.len();
        let mut buffer = [0; 5];
        while missing > 0 {
            let room = missing.min(buffer.len());
            match stream.read(&mut buffer[..room]) {
                Ok(0) => return Err(io::Error::other("the server is gone")),
                Ok(n) => {
                    stdout.write_all(&buffer[..n])?;
                    missing -= n;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
    Ok(())
}
