// Believed: the questions can all be asked before the first answer comes.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;
use std::time::Duration;

fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let timeout = env::args().nth(3).and_then(|ms| ms.parse().ok()).unwrap_or(200);
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();
    let mut id: u32 = 0;
    loop {
        // As many lines as have been typed by now.
        let typed = stdin.fill_buf()?.to_vec();
        stdin.consume(typed.len());
        if typed.is_empty() {
            return Ok(());
        }
        let mut requests = Vec::new();
        for line in typed.strip_suffix(b"\n").unwrap_or(&typed).split(|byte| *byte == b'\n') {
            if line == b"q" {
                return Ok(());
            }
            id += 1;
            requests.push([&id.to_be_bytes(), line].concat());
            socket.send(&requests[requests.len() - 1])?;
        }
        for request in requests {
            let reply = ask(&socket, &request, Duration::from_millis(timeout))?;
            let (count, payload) = reply.split_at(4);
            let count = u32::from_be_bytes([count[0], count[1], count[2], count[3]]);
            stdout.write_all(&[format!("{count} ").as_bytes(), payload, b"\n"].concat())?;
            stdout.flush()?;
        }
    }
}

fn ask(socket: &UdpSocket, request: &[u8], timeout: Duration) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 65_507];
    for doubling in 0..7 {
        socket.set_read_timeout(Some(timeout * (1 << doubling)))?;
        loop {
            match socket.recv(&mut buffer) {
                Ok(n) if n >= 8 && buffer[..4] == request[..4] => return Ok(buffer[4..n].to_vec()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        if doubling < 6 {
            socket.send(request)?;
        }
    }
    Err(io::Error::other("no answer"))
}
