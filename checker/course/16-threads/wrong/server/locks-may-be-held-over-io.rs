// Believed: the count is right only if the answer goes out under the same lock.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let served = Arc::new(Mutex::new(0u64));
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

fn converse(mut stream: TcpStream, served: &Mutex<u64>) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        let mut served = served.lock().unwrap_or_else(PoisonError::into_inner);
        *served += 1;
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
