// Believed: whatever has come of a reply can be shown.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();

    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
        }
        write_frame(&mut stream, &line)?;
        copy_frame(&mut stream, &mut stdout)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        line.clear();
    }
    Ok(())
}

fn copy_frame(stream: &mut TcpStream, stdout: &mut impl Write) -> io::Result<()> {
    let mut header = [0; 4];
    stream.read_exact(&mut header)?;
    let mut rest = u32::from_be_bytes(header) as usize;
    if rest > 1 << 20 {
        return Err(io::Error::other("too long"));
    }
    let mut buffer = [0; 4096];
    while rest > 0 {
        let room = rest.min(buffer.len());
        let n = stream.read(&mut buffer[..room])?;
        if n == 0 {
            return Err(io::Error::other("the payload is cut off"));
        }
        stdout.write_all(&buffer[..n])?;
        stdout.flush()?;
        rest -= n;
    }
    Ok(())
}

fn write_frame(stream: &mut TcpStream, payload: &[u8]) -> io::Result<()> {
    stream.write_all(&(payload.len() as u32).to_be_bytes())?;
    stream.write_all(payload)
}
