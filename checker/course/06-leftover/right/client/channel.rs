//! A thread receives; the buffer holds what it brings until it is asked for. One receive is still one
//! receive: it is made when a line has been sent.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

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
    let mut stream = TcpStream::connect(address)?;
    let size = env::args().nth(2).and_then(|size| size.parse().ok()).unwrap_or(1024);
    let (asks, asked) = mpsc::channel::<()>();
    let (tells, told) = mpsc::channel::<io::Result<Vec<u8>>>();
    let mut reader = stream.try_clone()?;
    thread::spawn(move || {
        while asked.recv().is_ok() {
            let mut buffer = vec![0; size];
            let received = reader.read(&mut buffer).map(|n| buffer[..n].to_vec());
            if tells.send(received).is_err() {
                break;
            }
        }
    });
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                let gone = || io::Error::other("the server has gone");
                asks.send(()).map_err(|_| gone())?;
                let answer = told.recv().map_err(|_| gone())??;
                if answer.is_empty() {
                    return Err(gone());
                }
                output.write_all(&answer)?;
                output.flush()?;
            }
        }
    }
    Ok(())
}
