// Believed: one buffer for what is not whole yet is enough.
// Luck: each-its-own-answers: whose piece comes when is for the machine to say.

use std::env;
use std::io::{self, Read};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use framing_solution::write_frame;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let served = Arc::new(Mutex::new(Vec::new()));
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        let served = Arc::clone(&served);
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream, &served) {
                eprintln!("{peer}: {error}");
            }
        });
        if let Err(error) = started {
            eprintln!("{peer}: {error}");
        }
    }
}

fn converse(mut stream: TcpStream, kept: &Mutex<Vec<u8>>) -> io::Result<()> {
    let mut buffer = vec![0; 4096];
    loop {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        kept.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..n]);
        loop {
            let whole = next(&mut kept.lock().unwrap_or_else(PoisonError::into_inner))?;
            let Some(payload) = whole else { break };
            write_frame(&mut stream, &payload.to_ascii_uppercase())?;
        }
    }
}

fn next(kept: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let Some((header, rest)) = kept.split_first_chunk() else { return Ok(None) };
    let length = u32::from_be_bytes(*header) as usize;
    if length > 1 << 20 {
        return Err(io::Error::other("too long"));
    }
    let Some(payload) = rest.get(..length).map(<[u8]>::to_vec) else { return Ok(None) };
    kept.drain(..4 + length);
    Ok(Some(payload))
}
