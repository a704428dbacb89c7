//! Buffers both ways, a name and a small stack for each thread, and a count that all of them share:
//! its lock is held for one addition.

use std::env;
use std::io::{self, BufReader, BufWriter};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let served = Arc::new(Mutex::new(0u64));
    loop {
        let started = listener.accept().and_then(|(stream, peer)| {
            let served = Arc::clone(&served);
            thread::Builder::new().name(peer.to_string()).stack_size(128 << 10).spawn(move || {
                if let Err(error) = converse(&stream, &served) {
                    eprintln!("{peer}: {error}");
                }
            })
        });
        if let Err(error) = started {
            eprintln!("{error}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn converse(stream: &TcpStream, served: &Mutex<u64>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut writer = BufWriter::new(stream);
    while let Some(mut payload) = read_frame(&mut reader)? {
        payload.make_ascii_uppercase();
        write_frame(&mut writer, &payload)?;
        *served.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }
    Ok(())
}
