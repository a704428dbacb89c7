//! Behaviours of programs on Unix sockets: `unix WAY PATH`.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::say;

pub fn main(way: &str, path: &str) -> io::Result<()> {
    match way {
        "reads" => prints_each_read(path),
        "echo" => echo(path),
        "packets" => echo_packets(path),
        "writes" => writes_once(path),
        "ends-first" => ends_first(path),
        "waits" => waits_for_a_word(path),
        "empty-packet" => sends_an_empty_packet(path),
        other => Err(io::Error::other(format!("unix: there is no way {other}"))),
    }
}

/// Prints how many bytes each read returned.
fn prints_each_read(path: &str) -> io::Result<()> {
    let (mut stream, _) = UnixListener::bind(path)?.accept()?;
    let mut buffer = [0; 64 << 10];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => say(&count.to_string())?,
        }
    }
}

/// Serves one connection after the other, and prints how each ended.
fn echo(path: &str) -> io::Result<()> {
    let listener = UnixListener::bind(path)?;
    loop {
        let (mut stream, _) = listener.accept()?;
        let mut buffer = [0; 1024];
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => break say("end")?,
                Ok(count) => stream.write_all(&buffer[..count].to_ascii_uppercase())?,
                Err(error) => break say(&format!("{:?}", error.kind()))?,
            }
        }
    }
}

fn listen_for_packets(path: &str) -> io::Result<Socket> {
    let socket = Socket::new(Domain::UNIX, Type::SEQPACKET, None)?;
    socket.bind(&SockAddr::unix(path)?)?;
    socket.listen(1)?;
    Ok(socket)
}

/// Returns each packet, at its full length.
fn echo_packets(path: &str) -> io::Result<()> {
    let listener = listen_for_packets(path)?;
    loop {
        let (mut socket, _) = listener.accept()?;
        let mut buffer = [0; 64 << 10];
        loop {
            match socket.read(&mut buffer)? {
                0 => break,
                count => socket.send(&buffer[..count].to_ascii_uppercase())?,
            };
        }
    }
}

/// Makes one `write` of a million bytes, and prints how many the kernel took.
fn writes_once(path: &str) -> io::Result<()> {
    let (mut stream, _) = UnixListener::bind(path)?.accept()?;
    let count = stream.write(&[b'x'; 1_000_000])?;
    say(&count.to_string())
}

/// Shuts down at once, and goes on reading.
fn ends_first(path: &str) -> io::Result<()> {
    let (mut stream, _) = UnixListener::bind(path)?.accept()?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let count = stream.read(&mut [0; 64])?;
    say(&count.to_string())
}

/// A client that waits for a message.
fn waits_for_a_word(path: &str) -> io::Result<()> {
    let mut stream = UnixStream::connect(path)?;
    let count = stream.read(&mut [0; 64])?;
    say(&count.to_string())
}

/// Sends an empty packet, one with bytes, and the end.
fn sends_an_empty_packet(path: &str) -> io::Result<()> {
    let (socket, _) = listen_for_packets(path)?.accept()?;
    socket.send(b"")?;
    socket.send(b"word")?;
    Ok(())
}
