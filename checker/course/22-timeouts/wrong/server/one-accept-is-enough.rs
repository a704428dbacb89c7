// Believed: one `accept` is enough for everybody.
// Luck: talks-on: on a slow machine a client's time may be over, and no client after it is accepted.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

pub fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let address = args.get(1).map_or("127.0.0.1:8888", String::as_str);
    let idle = args.iter().position(|word| word == "--idle");
    let idle = idle.and_then(|at| args[at + 1].parse().ok()).map(Duration::from_millis);
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    let _ = serve(stream, idle);
    Ok(())
}

fn serve(mut stream: TcpStream, idle: Option<Duration>) -> io::Result<()> {
    let mut kept = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let deadline = idle.map(|idle| Instant::now() + idle);
        let end = loop {
            if let Some(end) = kept.iter().position(|byte| *byte == b'\n') {
                break end;
            }
            if kept.len() > 4097 {
                return stream.write_all(b"ERR line too long\n");
            }
            if let Some(deadline) = deadline {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(ErrorKind::TimedOut.into());
                }
                stream.set_read_timeout(Some(left))?;
            }
            match stream.read(&mut buffer)? {
                0 if kept.is_empty() => return Ok(()),
                0 => return answer(&mut stream, &kept),
                n => kept.extend_from_slice(&buffer[..n]),
            }
        };
        let line: Vec<u8> = kept.drain(..=end).collect();
        answer(&mut stream, line[..end].strip_suffix(b"\r").unwrap_or(&line[..end]))?;
    }
}

fn answer(stream: &mut TcpStream, line: &[u8]) -> io::Result<()> {
    stream.write_all(&[&line.to_ascii_uppercase()[..], b"\n"].concat())
}
