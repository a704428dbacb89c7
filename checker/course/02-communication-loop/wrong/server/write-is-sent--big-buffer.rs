// Believed: a bigger buffer only makes it faster.

use std::env;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{error}");
    }
    Ok(())
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let mut writer = BufWriter::with_capacity(65536, &stream);
    let mut buffer = [0; 1024];
    while let n @ 1.. = reader.read(&mut buffer)? {
        buffer[..n].make_ascii_uppercase();
        writer.write_all(&buffer[..n])?;
    }
    Ok(())
}
