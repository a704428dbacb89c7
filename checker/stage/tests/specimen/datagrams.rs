//! Behaviours of programs that exchange datagrams.

use std::io::{self, BufRead};
use std::net::UdpSocket;
use std::time::{Duration, Instant};

use crate::{rest, say};

const LARGEST: usize = 1 << 16;

/// Returns each datagram to its sender in capitals, but keeps those that begin with a dot.
pub fn echo(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    let mut buffer = vec![0; LARGEST];
    loop {
        let (count, from) = socket.recv_from(&mut buffer)?;
        if !buffer[..count].starts_with(b".") {
            socket.send_to(&buffer[..count].to_ascii_uppercase(), from)?;
        }
    }
}

/// Like [`echo`], but slow: now and then it sleeps, computes, or yields.
pub fn echo_late(address: &str, seed: &str) -> io::Result<()> {
    let mut random = fastrand::Rng::with_seed(seed.parse().map_err(io::Error::other)?);
    let mut dawdle = move || match random.u32(0..4) {
        0 => rest(random.u64(0..2)),
        1 => (0..random.u64(0..40_000)).for_each(|step| {
            std::hint::black_box(step);
        }),
        2 => std::thread::yield_now(),
        _ => {}
    };
    let socket = UdpSocket::bind(address)?;
    let mut buffer = vec![0; LARGEST];
    loop {
        dawdle();
        let (count, from) = socket.recv_from(&mut buffer)?;
        dawdle();
        socket.send_to(&buffer[..count].to_ascii_uppercase(), from)?;
    }
}

/// Answers each datagram from a new socket, whose address no client knows.
pub fn echo_from_elsewhere(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    let mut buffer = vec![0; LARGEST];
    loop {
        let (count, from) = socket.recv_from(&mut buffer)?;
        UdpSocket::bind("127.0.0.1:0")?.send_to(&buffer[..count].to_ascii_uppercase(), from)?;
    }
}

/// Prints what each receive returned.
pub fn prints_each(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    let mut buffer = vec![0; LARGEST];
    loop {
        let (count, _) = socket.recv_from(&mut buffer)?;
        say(&String::from_utf8_lossy(&buffer[..count]))?;
    }
}

/// Two servers in one, which pass each datagram to each other before it goes back.
pub fn by_a_detour(address: &str) -> io::Result<()> {
    let front = UdpSocket::bind(address)?;
    let back = UdpSocket::bind("127.0.0.1:0")?;
    let to_back = back.local_addr()?;
    let to_front = front.local_addr()?;
    std::thread::spawn(move || -> io::Result<()> {
        let mut buffer = vec![0; LARGEST];
        loop {
            let count = back.recv(&mut buffer)?;
            back.send_to(&buffer[..count].to_ascii_uppercase(), to_front)?;
        }
    });
    let mut buffer = vec![0; LARGEST];
    let mut asked = front.local_addr()?;
    loop {
        let (count, from) = front.recv_from(&mut buffer)?;
        let to = if from == to_back { asked } else { to_back };
        if from != to_back {
            asked = from;
        }
        front.send_to(&buffer[..count], to)?;
    }
}

/// Sends each line as a datagram, and prints its answer. The socket is `connected` or not.
pub fn client(address: &str, way: &str) -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    if way == "connected" {
        socket.connect(address)?;
    }
    let mut buffer = vec![0; LARGEST];
    for line in io::stdin().lock().lines() {
        let line = line?;
        match way {
            "connected" => socket.send(line.as_bytes())?,
            _ => socket.send_to(line.as_bytes(), address)?,
        };
        let count = socket.recv(&mut buffer)?;
        say(&String::from_utf8_lossy(&buffer[..count]))?;
    }
    Ok(())
}

/// Waits for no reply.
pub fn sends_without_end(address: &str) -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    loop {
        socket.send_to(b"hello?", address)?;
    }
}

/// Sends a datagram, and sends it again if no datagram `yes` arrives within the limit. Others either leave
/// the deadline as it is (`by-a-deadline`) or start the wait again (`after-silence`).
pub fn asks_again(way: &str, address: &str, limit: &str) -> io::Result<()> {
    let limit = Duration::from_millis(limit.parse().map_err(io::Error::other)?);
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(address)?;
    let mut buffer = [0; 16];
    loop {
        socket.send(b"hello?")?;
        let over = Instant::now() + limit;
        let mut left = limit;
        while !left.is_zero() {
            socket.set_read_timeout(Some(left))?;
            match socket.recv(&mut buffer) {
                Ok(count) if &buffer[..count] == b"yes" => return say("yes"),
                Ok(_) => {}
                Err(_) => break,
            }
            if way == "by-a-deadline" {
                left = over.saturating_duration_since(Instant::now());
            }
        }
    }
}
