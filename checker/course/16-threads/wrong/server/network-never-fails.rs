// Believed: in a thread of its own, a client's error may well be a panic.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        let started = thread::Builder::new().spawn(move || converse(stream));
        if let Err(error) = started {
            eprintln!("{peer}: {error}");
        }
    }
}

fn converse(mut stream: TcpStream) {
    while let Some(mut payload) = next(&mut stream) {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload).unwrap();
    }
}

fn next(stream: &mut TcpStream) -> Option<Vec<u8>> {
    match read_frame(stream) {
        Ok(frame) => frame,
        Err(error) if error.kind() == io::ErrorKind::InvalidData => None,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
        Err(error) => panic!("{error}"),
    }
}
