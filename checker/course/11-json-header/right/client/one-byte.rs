// One byte at a time, and the body printed as it comes.

use serde::Deserialize;
use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::process::exit;

#[derive(Deserialize)]
struct Header {
    #[serde(default)]
    exit_code: Option<i32>,
    data_len: u64,
}

pub fn main() {
    if let Err(error) = run() {
        eprintln!("client: {error}");
        exit(1);
    }
}

fn run() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    for command in io::stdin().lock().split(b'\n') {
        let command = command?;
        if command == b"quit" {
            break;
        }
        if !command.is_empty() {
            stream.write_all(&command)?;
            answer(&mut stream)?;
        }
    }
    Ok(())
}

fn answer(stream: &mut TcpStream) -> io::Result<()> {
    let mut length = 0;
    for shift in [0, 8, 16, 24] {
        length |= u32::from(byte(stream)?) << shift;
    }
    if length > 100_000 {
        return Err(io::Error::other("no such header"));
    }
    let header = (0..length).map(|_| byte(stream)).collect::<io::Result<Vec<u8>>>()?;
    let header: Header = serde_json::from_slice(&header)?;
    let mut output = io::BufWriter::new(io::stdout());
    for _ in 0..header.data_len {
        output.write_all(&[byte(stream)?])?;
    }
    output.flush()?;
    if let Some(code @ (..=-1 | 1..)) = header.exit_code {
        eprintln!("exit {code}");
    }
    Ok(())
}

fn byte(stream: &mut TcpStream) -> io::Result<u8> {
    let mut one = [0];
    stream.read_exact(&mut one)?;
    Ok(one[0])
}
