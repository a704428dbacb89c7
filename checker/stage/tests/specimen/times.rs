//! Behaviours of programs that wait for a time, or should.

use std::io::{self, ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

fn milliseconds(text: &str) -> io::Result<Duration> {
    Ok(Duration::from_millis(text.parse().map_err(io::Error::other)?))
}

/// Each client has this long for a line in total.
pub fn line_within(listener: &TcpListener, limit: &str) -> io::Result<()> {
    let limit = milliseconds(limit)?;
    loop {
        let (mut stream, _) = listener.accept()?;
        let deadline = Instant::now() + limit;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            stream.set_read_timeout(Some(left))?;
            match stream.read(&mut [0; 1024]) {
                Ok(0) => break,
                Err(error) if error.kind() != ErrorKind::WouldBlock => break,
                _ => {}
            }
        }
    }
}

/// Each client has this long for a read, and each read restarts the timer.
pub fn reads_within(listener: &TcpListener, limit: &str) -> io::Result<()> {
    let limit = milliseconds(limit)?;
    loop {
        let (mut stream, _) = listener.accept()?;
        stream.set_read_timeout(Some(limit))?;
        while matches!(stream.read(&mut [0; 1024]), Ok(1..)) {}
    }
}

/// Connects, however long that takes.
pub fn knocks(address: &str) -> io::Result<()> {
    TcpStream::connect(address).map(drop)
}

/// Connects within a time.
pub fn knocks_for(address: &str, limit: &str) -> io::Result<()> {
    let address = address.parse().map_err(io::Error::other)?;
    TcpStream::connect_timeout(&address, milliseconds(limit)?).map(drop)
}
