// Not connected: each reply's sender is compared with the server.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::{SocketAddr, UdpSocket};
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
    let server: SocketAddr = address.parse().map_err(io::Error::other)?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let mut buffer = vec![0; 1 << 16];
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"q" {
            break;
        }
        socket.send_to(&line, server)?;
        let count = loop {
            let (count, sender) = socket.recv_from(&mut buffer)?;
            if sender == server {
                break count;
            }
        };
        let mut out = io::stdout().lock();
        out.write_all(&[&buffer[..count], b"\n"].concat())?;
        out.flush()?;
    }
    Ok(())
}
