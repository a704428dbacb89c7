//! Two threads for each client, one that reads and one that writes, with a channel between them.

use std::env;
use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    loop {
        if let Err(error) = listener.accept().and_then(|(stream, _)| begin(stream)) {
            eprintln!("{error}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn begin(stream: TcpStream) -> io::Result<()> {
    let writer = stream.try_clone()?;
    let (sender, receiver) = mpsc::sync_channel(4);
    thread::Builder::new().spawn(move || {
        if let Err(error) = writes(&writer, receiver) {
            eprintln!("{error}");
        }
        let _ = writer.shutdown(Shutdown::Both);
    })?;
    thread::Builder::new().spawn(move || {
        if let Err(error) = reads(stream, &sender) {
            eprintln!("{error}");
        }
    })?;
    Ok(())
}

fn reads(mut stream: TcpStream, answers: &SyncSender<Vec<u8>>) -> io::Result<()> {
    while let Some(payload) = read_frame(&mut stream)? {
        if answers.send(payload.to_ascii_uppercase()).is_err() {
            break;
        }
    }
    Ok(())
}

fn writes(mut stream: &TcpStream, answers: Receiver<Vec<u8>>) -> io::Result<()> {
    for answer in answers {
        write_frame(&mut stream, &answer)?;
    }
    Ok(())
}
