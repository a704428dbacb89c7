// Believed: what has come in vain and what is owed are two things.
// Luck: two-late-replies: on a slow machine it may give up once more, and then it throws away another one.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process;
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
    let mut kept = Vec::new();
    let mut owed = 0;
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        stream.set_nonblocking(true)?;
        while receive(&mut stream, &mut kept, None).is_ok() {}
        stream.set_nonblocking(false)?;
        kept.clear();
        stream.write_all(&line)?;
        match reply(&mut stream, &mut kept, &mut owed, patience) {
            Ok(reply) => println!("{}", String::from_utf8_lossy(&reply)),
            Err(error) if is_time_out(&error) => println!("read: timed out"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn reply(
    stream: &mut TcpStream,
    kept: &mut Vec<u8>,
    owed: &mut usize,
    patience: Option<Duration>,
) -> io::Result<Vec<u8>> {
    let deadline = patience.map(|patience| Instant::now() + patience);
    loop {
        if let Some(end) = kept.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = kept.drain(..=end).collect();
            if *owed == 0 {
                return Ok(line[..end].to_vec());
            }
            *owed -= 1;
            continue;
        }
        let more = receive(stream, kept, deadline);
        if more.as_ref().is_err_and(is_time_out) {
            *owed += 1;
        }
        more?;
    }
}

fn receive(
    stream: &mut TcpStream,
    kept: &mut Vec<u8>,
    deadline: Option<Instant>,
) -> io::Result<()> {
    if let Some(deadline) = deadline {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
    }
    let mut buffer = [0; 1024];
    match stream.read(&mut buffer)? {
        0 => Err(io::Error::other("the server left")),
        n => {
            kept.extend_from_slice(&buffer[..n]);
            Ok(())
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
