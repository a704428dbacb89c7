//! Receives one byte at a time, without any buffer.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

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
    let receive = |stream: &mut TcpStream| -> io::Result<u8> {
        let mut byte = [0];
        match stream.read(&mut byte)? {
            0 => Err(io::Error::other("the server has gone")),
            _ => Ok(byte[0]),
        }
    };
    let mut output = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"quit" => break,
            b"" => {}
            command => {
                stream.write_all(command)?;
                let mut header = [0; 4];
                for byte in &mut header {
                    *byte = receive(&mut stream)?;
                }
                let length = i32::from_le_bytes(header);
                if length < 0 {
                    return Err(io::Error::other("a negative length"));
                }
                let mut answer = Vec::new();
                for _ in 0..length {
                    answer.push(receive(&mut stream)?);
                }
                output.write_all(&answer)?;
                output.flush()?;
            }
        }
    }
    Ok(())
}
