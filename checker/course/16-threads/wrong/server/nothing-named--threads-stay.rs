// Believed: a thread that has served may wait for its next client.

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
    let mut idle = Vec::new();
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        let (sender, receiver) = mpsc::channel();
        let started = thread::Builder::new().spawn(move || {
            for stream in receiver {
                if let Err(error) = converse(stream) {
                    eprintln!("{peer}: {error}");
                }
            }
        });
        match started.map(|_| sender.send(stream)) {
            Ok(_) => idle.push(sender),
            Err(error) => eprintln!("{peer}: {error}"),
        }
    }
}

fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
