//! Waits until there is something, and takes it from a socket that does not block.

use std::env;
use std::fmt::Write;
use std::io::{self, ErrorKind, Read};

use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token};

pub fn main() -> io::Result<()> {
    let mut words = env::args().skip(1);
    let address = words.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut listener = TcpListener::bind(address.parse().map_err(io::Error::other)?)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, Token(0), Interest::READABLE)?;
    let mut events = Events::with_capacity(8);
    let mut stream = loop {
        wait(&mut poll, &mut events)?;
        match listener.accept() {
            Ok((stream, _)) => break stream,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    };
    poll.registry().register(&mut stream, Token(1), Interest::READABLE)?;
    for (number, word) in (1..).zip(words) {
        let mut buffer = vec![0; word.parse().map_err(io::Error::other)?];
        let n = loop {
            match stream.read(&mut buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    wait(&mut poll, &mut events)?;
                }
                other => break other?,
            }
        };
        let shown = buffer[..n].utf8_chunks().fold(String::new(), |mut shown, chunk| {
            shown.push_str(chunk.valid());
            for byte in chunk.invalid() {
                write!(shown, "\\x{byte:02x}").expect("a String takes everything");
            }
            shown
        });
        // Nothing at all behind the colon where nothing came.
        let space = if shown.is_empty() { "" } else { " " };
        println!("info_{number}:{space}{shown}");
    }
    Ok(())
}

fn wait(poll: &mut Poll, events: &mut Events) -> io::Result<()> {
    match poll.poll(events, None) {
        Err(error) if error.kind() != ErrorKind::Interrupted => Err(error),
        _ => Ok(()),
    }
}
