// Notes the moment before it sends, compares the sender itself, and polls with a time limit.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};

pub fn main() -> ExitCode {
    let words: Vec<String> = env::args().collect();
    let address = words.get(1).map_or("127.0.0.1:8888", String::as_str);
    let ms = words.get(3).and_then(|ms| ms.parse().ok()).unwrap_or(200);
    match run(address, Duration::from_millis(ms)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str, timeout: Duration) -> io::Result<()> {
    let server: SocketAddr = address.parse().map_err(io::Error::other)?;
    let mut socket = UdpSocket::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut socket, Token(0), Interest::READABLE)?;
    let mut number = std::process::id() << 12;
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"q" {
            break;
        }
        number = number.wrapping_add(1);
        let request = [&number.to_be_bytes()[..], &line].concat();
        let reply = ask(&socket, &mut poll, server, &request, timeout)?;
        let count = u32::from_be_bytes([reply[4], reply[5], reply[6], reply[7]]);
        let mut out = io::stdout().lock();
        write!(out, "{count}")?;
        if reply.len() > 8 {
            out.write_all(b" ")?;
        }
        out.write_all(&reply[8..])?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn ask(
    socket: &UdpSocket,
    poll: &mut Poll,
    server: SocketAddr,
    request: &[u8],
    timeout: Duration,
) -> io::Result<Vec<u8>> {
    let mut events = Events::with_capacity(4);
    let mut buffer = vec![0; 65_535];
    let mut deadline = Instant::now();
    for attempt in 0..7 {
        deadline += timeout * (1 << attempt);
        socket.send_to(request, server)?;
        loop {
            while let Ok((length, sender)) = socket.recv_from(&mut buffer) {
                if sender == server && length >= 8 && buffer[..4] == request[..4] {
                    return Ok(buffer[..length].to_vec());
                }
            }
            let Some(left) = deadline.checked_duration_since(Instant::now()) else { break };
            match poll.poll(&mut events, Some(left)) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
        }
    }
    Err(io::Error::other("no answer after seven tries"))
}
