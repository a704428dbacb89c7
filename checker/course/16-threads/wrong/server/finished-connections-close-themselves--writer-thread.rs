// Believed: the writing thread ends when the reading one does.

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
    let mut everybody = Vec::new();
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        let (sender, receiver) = mpsc::channel::<Vec<u8>>();
        everybody.push(sender.clone());
        let Ok(mut writer) = stream.try_clone() else { continue };
        let writing = thread::Builder::new().spawn(move || {
            for answer in receiver {
                if write_frame(&mut writer, &answer).is_err() {
                    break;
                }
            }
        });
        let reading = thread::Builder::new().spawn(move || {
            if let Err(error) = converse(stream, &sender) {
                eprintln!("{peer}: {error}");
            }
        });
        if let Err(error) = writing.and(reading) {
            eprintln!("{peer}: {error}");
        }
    }
}

fn converse(mut stream: TcpStream, answers: &mpsc::Sender<Vec<u8>>) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        answers.send(payload).map_err(io::Error::other)?;
    }
    Ok(())
}
