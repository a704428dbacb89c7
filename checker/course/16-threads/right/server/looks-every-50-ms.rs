//! A thread for each client, which waits 50 ms at the most and then looks whether it is to stop: two
//! hundred of them look four thousand times a second.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

static IS_TO_STOP: AtomicBool = AtomicBool::new(false);

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    loop {
        let started = listener.accept().and_then(|(stream, peer)| {
            thread::Builder::new().spawn(move || {
                if let Err(error) = serve(stream) {
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

fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(50)))?;
    loop {
        let mut frame = vec![0; 4];
        if fill(&mut stream, &mut frame)? < 4 {
            return Ok(());
        }
        let length = u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]) as usize;
        if length > 1 << 20 {
            return Err(io::Error::other("a frame is too long"));
        }
        frame.resize(4 + length, 0);
        if fill(&mut stream, &mut frame[4..])? < length {
            return Ok(());
        }
        frame[4..].make_ascii_uppercase();
        stream.write_all(&frame)?;
    }
}

/// Reads until the room is full or the stream ends; how many bytes came.
fn fill(stream: &mut TcpStream, room: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < room.len() && !IS_TO_STOP.load(Ordering::Relaxed) {
        match stream.read(&mut room[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
