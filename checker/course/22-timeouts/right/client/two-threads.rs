// One thread reads replies and numbers them, the other waits for its number.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

pub fn main() {
    if let Err(error) = talk() {
        eprintln!("{error}");
        process::exit(1);
    }
}

fn limit(args: &[String], option: &str) -> Option<Duration> {
    let at = args.iter().position(|word| word == option)?;
    Some(Duration::from_millis(args[at + 1].parse().ok()?))
}

fn talk() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let mut stream = connect(&args[1], limit(&args, "--connect-timeout"))
        .map_err(|error| io::Error::other(format!("connect: {}", name(&error))))?;
    let patience = limit(&args, "--read-timeout");
    let (sender, replies) = mpsc::channel();
    let reader = stream.try_clone()?;
    thread::spawn(move || listen(reader, &sender));
    let mut number = 0;
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        stream.write_all(&line)?;
        let reply = wait(&replies, number, patience);
        number += 1;
        match reply {
            Ok(reply) => {
                let mut out = io::stdout().lock();
                out.write_all(&reply)?;
                out.write_all(b"\n")?;
            }
            Err(error) if is_time_out(&error) => println!("read: timed out"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Every reply with the number of its question, as it comes.
fn listen(stream: TcpStream, replies: &Sender<(u64, io::Result<Vec<u8>>)>) {
    let mut stream = BufReader::new(stream);
    for number in 0.. {
        let mut line = Vec::new();
        let read = stream.read_until(b'\n', &mut line);
        let is_whole = line.pop() == Some(b'\n');
        let line = read.and_then(|_| match is_whole {
            true => Ok(line),
            false => Err(io::Error::other("the server left")),
        });
        let is_last = line.is_err();
        if replies.send((number, line)).is_err() || is_last {
            break;
        }
    }
}

fn wait(
    replies: &Receiver<(u64, io::Result<Vec<u8>>)>,
    number: u64,
    patience: Option<Duration>,
) -> io::Result<Vec<u8>> {
    let deadline = patience.map(|patience| Instant::now() + patience);
    loop {
        let next = match deadline {
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                replies.recv_timeout(left).map_err(|error| match error {
                    RecvTimeoutError::Timeout => ErrorKind::TimedOut.into(),
                    RecvTimeoutError::Disconnected => io::Error::other("the server left"),
                })
            }
            None => replies.recv().map_err(io::Error::other),
        };
        match next? {
            (own, Ok(line)) if own == number => return Ok(line),
            (_, Ok(_late)) => {}
            (_, Err(error)) => return Err(error),
        }
    }
}

fn is_time_out(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

fn connect(text: &str, limit: Option<Duration>) -> io::Result<TcpStream> {
    let Some(limit) = limit else { return TcpStream::connect(text) };
    let mut last = io::Error::other("no address");
    for address in text.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, limit) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn name(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionRefused => "ECONNREFUSED".to_string(),
        ErrorKind::TimedOut => "ETIMEDOUT".to_string(),
        ErrorKind::NetworkUnreachable => "ENETUNREACH".to_string(),
        ErrorKind::HostUnreachable => "EHOSTUNREACH".to_string(),
        _ => error.to_string(),
    }
}
