//! Buffers both ways, and flushes whenever it is about to wait.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let mut writer = BufWriter::new(&stream);
    loop {
        let reply = match reader.fill_buf() {
            Ok(piece) => piece.to_ascii_uppercase(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if reply.is_empty() {
            return Ok(());
        }
        reader.consume(reply.len());
        writer.write_all(&reply)?;
        writer.flush()?;
    }
}
