//! A client that sleeps 100 ms before it sends each datagram: slow, and correct.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(100);

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let mut output = io::stdout();
    let mut buffer = vec![0; 1 << 16];
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"q" {
            break;
        }
        thread::sleep(PAUSE);
        socket.send(&line)?;
        let count = socket.recv(&mut buffer)?;
        output.write_all(&[&buffer[..count], b"\n"].concat())?;
        output.flush()?;
    }
    Ok(())
}
