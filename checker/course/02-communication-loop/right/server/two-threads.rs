//! One thread reads, another writes, and a bounded channel lies between them.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;

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
    let (sender, receiver) = mpsc::sync_channel::<Vec<u8>>(4);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for piece in receiver {
                (&stream).write_all(&piece)?;
            }
            Ok(())
        });
        let read = read_all(&stream, sender);
        let written = writer.join().unwrap_or(Ok(()));
        read.and(written)
    })
}

fn read_all(mut stream: &TcpStream, sender: mpsc::SyncSender<Vec<u8>>) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let n = match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        // The writer is gone when its write failed: then there is nobody to read for.
        if sender.send(buffer[..n].to_ascii_uppercase()).is_err() {
            return Ok(());
        }
    }
}
