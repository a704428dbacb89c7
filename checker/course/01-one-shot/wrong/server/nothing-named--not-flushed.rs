// Believed: what is written has been sent. Then it waits for the client to be done.

use std::env;
use std::io::{self, BufWriter, Read, Write};
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
    let mut buffer = [0; 1024];
    let n = (&stream).read(&mut buffer)?;
    let mut writer = BufWriter::new(&stream);
    writer.write_all(&buffer[..n].to_ascii_uppercase())?;
    (&stream).read(&mut buffer).map(drop)
}
