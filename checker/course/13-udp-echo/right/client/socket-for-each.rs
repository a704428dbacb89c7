// A socket, and so a port, for each line: what comes late comes to nobody.

use std::env;
use std::io::{self, Read, Write};
use std::net::UdpSocket;
use std::process::ExitCode;

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
    let mut line = Vec::new();
    let mut is_any = false;
    for byte in io::BufReader::new(io::stdin()).bytes() {
        match byte? {
            b'\n' if line == b"q" => return Ok(()),
            b'\n' => {
                ask(address, &line)?;
                line.clear();
                is_any = false;
            }
            byte => {
                line.push(byte);
                is_any = true;
            }
        }
    }
    if is_any && line != b"q" { ask(address, &line) } else { Ok(()) }
}

fn ask(address: &str, line: &[u8]) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    socket.send(line)?;
    let mut buffer = vec![0; 65_536];
    let count = socket.recv(&mut buffer)?;
    let mut out = io::stdout().lock();
    out.write_all(&buffer[..count])?;
    out.write_all(b"\n")?;
    out.flush()
}
