// Believed: one thread that accepts and one that serves are two, and that is concurrent.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let (sender, receiver) = mpsc::channel::<TcpStream>();
    thread::spawn(move || {
        for stream in receiver {
            if let Err(error) = converse(stream) {
                eprintln!("{error}");
            }
        }
    });
    loop {
        let (stream, _) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        sender.send(stream).map_err(io::Error::other)?;
    }
}

fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
