// Believed: a client that has closed its half is gone.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(serve) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let count: usize = line.trim_end().parse().map_err(io::Error::other)?;
    let message: Vec<u8> = (0..count).map(|i| (i % 251) as u8).collect();
    let mut watch = stream.try_clone()?;
    let watcher = thread::spawn(move || {
        if let Ok(0) = watch.read(&mut [0]) {
            let _ = watch.shutdown(Shutdown::Both);
        }
    });
    // A long message is sent in small pieces, so that none of them is sent in vain.
    for piece in message.chunks(1000) {
        stream.write_all(piece)?;
    }
    stream.shutdown(Shutdown::Both)?;
    watcher.join().map_err(|_| io::Error::other("the watcher fell over"))
}
