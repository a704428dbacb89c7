//! Lets `io::copy` carry each reply to standard output. On Linux that is splice(2), where the two
//! descriptors allow it.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut stream = TcpStream::connect(address)?;
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match line.as_slice() {
            b"" => continue,
            b"q" => break,
            _ => stream.write_all(&line)?,
        }
        let due = line.len() as u64;
        if io::copy(&mut (&stream).take(due), &mut stdout)? < due {
            return Err(io::Error::other("the server is gone"));
        }
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
    Ok(())
}
