// A thread receives for ever; whoever asks waits at a channel, with a time limit.

use std::env;
use std::io::{self, BufRead, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

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
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect(address)?;
    let (sender, replies) = mpsc::channel();
    let receiver = socket.try_clone()?;
    thread::spawn(move || {
        let mut buffer = vec![0; 65_535];
        loop {
            // That nobody is there now may be over at the next try.
            let Ok(length) = receiver.recv(&mut buffer) else { continue };
            if length >= 8 && sender.send(buffer[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    for (number, line) in (0u32..).zip(io::stdin().lock().split(b'\n')) {
        let line = line?;
        if line == b"q" {
            break;
        }
        let request = [&number.to_be_bytes()[..], &line].concat();
        if request.len() > 65_507 {
            return Err(io::Error::other("this line is too long"));
        }
        let reply = ask(&socket, &replies, &request, timeout)?;
        let count = u32::from_be_bytes([reply[4], reply[5], reply[6], reply[7]]);
        let mut out = io::stdout().lock();
        out.write_all(&[format!("{count} ").as_bytes(), &reply[8..], b"\n"].concat())?;
        out.flush()?;
    }
    Ok(())
}

fn ask(
    socket: &UdpSocket,
    replies: &Receiver<Vec<u8>>,
    request: &[u8],
    timeout: Duration,
) -> io::Result<Vec<u8>> {
    let mut patience = timeout;
    for _ in 0..7 {
        // A refusal of the datagram before may be told here: this one may be lost by it, too.
        let _ = socket.send(request);
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match replies.recv_timeout(left) {
                Ok(reply) if reply[..4] == request[..4] => return Ok(reply),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        patience *= 2;
    }
    Err(io::Error::other("nobody answers"))
}
