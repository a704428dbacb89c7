//! A thread for each client, buffers both ways, and a flush only where it is about to wait.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    loop {
        let started = listener.accept().and_then(|(stream, peer)| {
            thread::Builder::new().spawn(move || {
                if let Err(error) = serve(&stream) {
                    eprintln!("{peer}: {error}");
                }
            })
        });
        if let Err(error) = started {
            eprintln!("{error}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn serve(stream: &TcpStream) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(700, stream);
    let mut writer = BufWriter::new(stream);
    let mut line = Vec::new();
    loop {
        if reader.buffer().is_empty() {
            writer.flush()?;
        }
        let piece = match reader.fill_buf() {
            Ok(piece) => piece,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if piece.is_empty() {
            if !line.is_empty() {
                answer(&mut writer, &line)?;
            }
            return writer.flush();
        }
        let newline = piece.iter().position(|byte| *byte == b'\n');
        let taken = newline.unwrap_or(piece.len());
        line.extend_from_slice(&piece[..taken]);
        reader.consume(taken + usize::from(newline.is_some()));
        if newline.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            if line.len() <= 4096 {
                answer(&mut writer, &line)?;
                line.clear();
            }
        }
        if line.len() > 4097 || line.len() == 4097 && line.last() != Some(&b'\r') {
            writer.write_all(b"ERR line too long\n")?;
            return writer.flush();
        }
    }
}

fn answer(writer: &mut impl Write, line: &[u8]) -> io::Result<()> {
    writer.write_all(&line.to_ascii_uppercase())?;
    writer.write_all(b"\n")
}
