//! Ways of servers with many clients.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

use rustix::event::{PollFd, PollFlags, poll};

use crate::say;

/// Lets everybody in and keeps them, and says when it cannot.
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

/// A thread for each.
pub fn threads(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept()?;
        std::thread::spawn(move || answers(stream));
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

/// Says how many bytes had come, and whether the end had, when it first woke.
pub fn first_event(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut watched = [PollFd::new(&stream, PollFlags::IN | PollFlags::RDHUP)];
    poll(&mut watched, None)?;
    let has_ended = watched[0].revents().contains(PollFlags::RDHUP);
    let count = stream.read(&mut [0; 64])?;
    say(&format!("{count} {has_ended}"))
}
