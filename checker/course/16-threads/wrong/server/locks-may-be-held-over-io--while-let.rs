// Believed: a guard in a `while let` is gone when its body begins.

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
    let served = Arc::new(Mutex::new(Shared { frames: 0 }));
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

struct Shared {
    frames: u64,
}

impl Shared {
    fn next(&mut self, stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
        self.frames += 1;
        read_frame(stream)
    }
}

fn converse(mut stream: TcpStream, shared: &Mutex<Shared>) -> io::Result<()> {
    while let Some(mut payload) =
        shared.lock().unwrap_or_else(PoisonError::into_inner).next(&mut stream)?
    {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
