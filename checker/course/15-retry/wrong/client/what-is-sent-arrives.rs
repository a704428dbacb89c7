// Believed: what was sent arrives, and so does its answer.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();
    let mut id: u32 = 0;
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line)? > 0 {
        let message = line.strip_suffix(b"\n").unwrap_or(&line);
        if message == b"q" {
            break;
        }
        id += 1;
        let reply = ask(&socket, id, message)?;
        let (count, payload) = reply.split_at(4);
        let count = u32::from_be_bytes([count[0], count[1], count[2], count[3]]);
        stdout.write_all(&[format!("{count} ").as_bytes(), payload, b"\n"].concat())?;
        stdout.flush()?;
        line.clear();
    }
    Ok(())
}

fn ask(socket: &UdpSocket, id: u32, message: &[u8]) -> io::Result<Vec<u8>> {
    let id = id.to_be_bytes();
    let request = [&id, message].concat();
    let mut buffer = [0; 65_507];
    socket.send(&request)?;
    loop {
        let n = socket.recv(&mut buffer)?;
        if n >= 8 && buffer[..4] == id {
            return Ok(buffer[4..n].to_vec());
        }
    }
}
