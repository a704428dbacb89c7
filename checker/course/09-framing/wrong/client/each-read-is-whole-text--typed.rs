// Believed: what is typed is text.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let stream = TcpStream::connect(address)?;
    let mut reader = BufReader::new(&stream);
    let mut writer = BufWriter::new(&stream);
    let mut stdout = BufWriter::new(io::stdout());
    for line in BufReader::new(io::stdin()).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        writer.write_all(&(line.len() as u32).to_be_bytes())?;
        writer.write_all(line.as_bytes())?;
        writer.flush()?;

        let mut header = [0; 4];
        reader.read_exact(&mut header)?;
        let length = u64::from(u32::from_be_bytes(header));
        if length > 1 << 20 {
            return Err(io::Error::other("the reply is too long"));
        }
        let mut reply = Vec::new();
        if (&mut reader).take(length).read_to_end(&mut reply)? < length as usize {
            return Err(io::Error::other("the server left inside a reply"));
        }
        reply.push(b'\n');
        stdout.write_all(&reply)?;
        stdout.flush()?;
    }
    Ok(())
}
