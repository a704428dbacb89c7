// Believed: `incoming` never fails.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;

use framing_solution::{read_frame, write_frame};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        let started = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream) {
                eprintln!("{error}");
            }
        });
        if let Err(error) = started {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
