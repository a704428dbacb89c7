// Believed: `read_until` replaces what was in the buffer.

use std::env;
use std::io::{self, BufRead, ErrorKind, Write};
use std::net::UdpSocket;
use std::process::ExitCode;

const LARGEST: usize = 65_507;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;

    socket.connect(address)?;

    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut buffer = [0; LARGEST];
    let mut typed = Vec::new();
    while let Some(line) = typed_line(&mut input, &mut typed)? {
        if line == b"q" {
            break;
        }

        socket.send(&line)?;

        let length = receive(&socket, &mut buffer)?;
        output.write_all(&buffer[..length])?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

fn receive(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match socket.recv(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

fn typed_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    if input.read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.strip_suffix(b"\n").unwrap_or(line).to_vec()))
}
