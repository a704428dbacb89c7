//! A thread for each client, buffers both ways, and a flush only where it is about to wait.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
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
    let mut reader = BufReader::with_capacity(1 << 16, stream);
    let mut writer = BufWriter::new(stream);
    loop {
        if reader.buffer().is_empty() {
            writer.flush()?;
            if reader.fill_buf()?.is_empty() {
                return Ok(());
            }
        }
        let mut header = [0; 4];
        patiently(&mut reader, &mut writer, &mut header)?;
        let length = u32::from_be_bytes(header);
        if length > 1 << 20 {
            return Err(io::Error::new(ErrorKind::InvalidData, "a frame is too long"));
        }
        let mut payload = vec![0; length as usize];
        patiently(&mut reader, &mut writer, &mut payload)?;
        payload.make_ascii_uppercase();
        writer.write_all(&header)?;
        writer.write_all(&payload)?;
    }
}

/// Fills the room, and sends what is owed before it waits for more.
fn patiently(
    reader: &mut BufReader<&TcpStream>,
    writer: &mut BufWriter<&TcpStream>,
    room: &mut [u8],
) -> io::Result<()> {
    if reader.buffer().len() < room.len() {
        writer.flush()?;
    }
    reader.read_exact(room)
}
