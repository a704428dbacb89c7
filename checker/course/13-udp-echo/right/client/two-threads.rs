// One thread receives, another one reads the input; they meet at a channel.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let receiver = socket.try_clone()?;
    let (replies, incoming) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        loop {
            let reply = receiver.recv(&mut buffer).map(|count| buffer[..count].to_vec());
            if replies.send(reply).is_err() {
                return;
            }
        }
    });
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"q" {
            break;
        }
        socket.send(&line)?;
        let reply = incoming.recv().map_err(io::Error::other)??;
        let mut out = io::stdout().lock();
        out.write_all(&reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
