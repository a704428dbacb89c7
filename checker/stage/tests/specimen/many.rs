//! Behaviours of servers with many clients.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

use rustix::event::{PollFd, PollFlags, poll};

use crate::say;

/// Accepts and keeps all clients, and reports when it cannot.
pub fn holds(listener: &TcpListener) -> io::Result<()> {
    let mut guests = Vec::new();
    loop {
        match listener.accept() {
            Ok((stream, _)) => guests.push(stream),
            Err(error) => {
                say(&format!("{} guests: {error}", guests.len()))?;
                return Ok(());
            }
        }
    }
}

/// Starts a thread for each client.
pub fn threads(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept()?;
        std::thread::spawn(move || answers(stream));
    }
}

/// One thread receives, and passes the bytes to another one, which answers. Three more wait for work.
pub fn hands_over(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut answering = stream.try_clone()?;
    let (work, works) = std::sync::mpsc::channel::<Vec<u8>>();
    std::thread::spawn(move || {
        works.iter().try_for_each(|words| answering.write_all(&words.to_ascii_uppercase()))
    });
    for _ in 0..3 {
        std::thread::spawn(|| {
            loop {
                std::thread::park();
            }
        });
    }
    let mut buffer = [0; 64];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => work.send(buffer[..count].to_vec()).map_err(io::Error::other)?,
        }
    }
}

fn answers(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 64];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => stream.write_all(&buffer[..count].to_ascii_uppercase())?,
        }
    }
}

/// Prints how many bytes had come when it first woke, and whether the end had.
pub fn first_event(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut watched = [PollFd::new(&stream, PollFlags::IN | PollFlags::RDHUP)];
    poll(&mut watched, None)?;
    let has_ended = watched[0].revents().contains(PollFlags::RDHUP);
    let count = stream.read(&mut [0; 64])?;
    say(&format!("{count} {has_ended}"))
}

/// Its listening socket is non-blocking. It reads from an accepted socket until that would block, and then
/// says `ok`.
pub fn reads_until_would_block(listener: &TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    poll(&mut [PollFd::new(listener, PollFlags::IN)], None)?;
    let (mut stream, _) = listener.accept()?;
    loop {
        poll(&mut [PollFd::new(&stream, PollFlags::IN)], None)?;
        while matches!(stream.read(&mut [0; 64]), Ok(1..)) {}
        stream.write_all(b"ok")?;
    }
}
