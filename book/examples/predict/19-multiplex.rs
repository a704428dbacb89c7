//! Experiments with sockets that do not block, and with waiting for many of them.

// ANCHOR: begin
use std::io;
use std::net::{TcpListener, TcpStream};

fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(server.local_addr()?)?;
    let (conn, _) = server.accept()?;
    Ok((client, conn))
}
// ANCHOR_END: begin

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("nothing-and-the-end", nothing_and_the_end::main),
    Experiment::varies(
        "ten-megabytes-and-nobody-reads",
        ten_megabytes_and_nobody_reads::main,
        "In the end the send fails, with `ErrorKind::WouldBlock` or `BlockingIOError`.",
        parts_and_an_error,
    ),
    Experiment::varies(
        "what-is-writable",
        what_is_writable::main,
        "There is room to write, and a level-triggered wait reports it at each call.",
        // One is enough: other programs may have the processor for the whole time. A call that reported
        // no room would not return.
        |said| said.trim_end().parse().is_ok_and(|rounds: u32| rounds > 0),
    ),
    Experiment::same("two-at-the-door", two_at_the_door::main),
];

fn parts_and_an_error(said: &str) -> bool {
    let Some((numbers, error)) = said.split_once("Error: ") else { return false };
    let numbers: Vec<usize> = numbers.lines().filter_map(|line| line.parse().ok()).collect();
    let is_part = (1..10_000_000).contains(&numbers.iter().sum::<usize>());
    is_part && numbers.first() == numbers.iter().max() && error.contains("WouldBlock")
}

mod calls {
    use std::io::{self, ErrorKind, Read, Write};
    use std::net::{Ipv4Addr, SocketAddr};

    use mio::net::{TcpListener, TcpStream};
    use mio::{Events, Interest, Poll, Token};

    pub fn main() -> io::Result<()> {
        const LISTENER: Token = Token(0);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        // ANCHOR: calls
        let mut poll = Poll::new()?; // the one place to wait
        let mut listener = TcpListener::bind(address)?; // mio's sockets do not block
        // From now on it is watched, under this name.
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;

        let _client = TcpStream::connect(listener.local_addr()?)?; // has begun to connect
        let mut events = Events::with_capacity(64);
        poll.poll(&mut events, None)?; // waits until something has happened
        let tokens: Vec<Token> = events.iter().map(|event| event.token()).collect(); // to which

        let (mut conn, _) = listener.accept()?;
        poll.registry().register(&mut conn, Token(7), Interest::READABLE)?;
        let answered = conn.write(b"hello")?; // takes what fits
        let error = conn.read(&mut [0; 1024]).expect_err("the client has sent nothing");
        let is_later = error.kind() == ErrorKind::WouldBlock; // "not now"

        // Watches it for something else. Then wait again.
        poll.registry().reregister(&mut conn, Token(7), Interest::READABLE | Interest::WRITABLE)?;
        poll.poll(&mut events, None)?;
        let can_write = events.iter().any(|event| event.token() == Token(7) && event.is_writable());
        // ANCHOR_END: calls
        assert_eq!((tokens, answered), (vec![LISTENER], 5));
        assert!(is_later && can_write);
        Ok(())
    }
}

mod nothing_and_the_end {
    use super::*;

    // ANCHOR: nothing-and-the-end
    use std::io::Read;
    use std::thread;
    use std::time::Duration;

    pub fn main() -> io::Result<()> {
        let (client, mut conn) = pair()?;
        let mut buffer = [0; 100];
        conn.set_nonblocking(true)?;
        if let Err(error) = conn.read(&mut buffer) {
            println!("{error:?}");
        }
        drop(client);
        thread::sleep(Duration::from_millis(50));
        let n = conn.read(&mut buffer)?;
        println!("{:?}", String::from_utf8_lossy(&buffer[..n]));
        Ok(())
    }
    // ANCHOR_END: nothing-and-the-end
}

mod ten_megabytes_and_nobody_reads {
    use super::*;

    // ANCHOR: ten-megabytes-and-nobody-reads
    use std::io::Write;

    pub fn main() -> io::Result<()> {
        let (_client, mut conn) = pair()?;
        conn.set_nonblocking(true)?;
        loop {
            println!("{}", conn.write(&vec![0; 10_000_000])?);
        }
    }
    // ANCHOR_END: ten-megabytes-and-nobody-reads
}

mod what_is_writable {
    use super::*;

    // ANCHOR: what-is-writable
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, poll};

    pub fn main() -> io::Result<()> {
        let (_client, conn) = pair()?;
        let mut watched = [PollFd::new(&conn, PollFlags::IN | PollFlags::OUT)];
        let (mut rounds, begun) = (0, Instant::now());
        while begun.elapsed() < Duration::from_millis(100) {
            poll(&mut watched, None)?;
            rounds += 1;
        }
        println!("{rounds}");
        Ok(())
    }
    // ANCHOR_END: what-is-writable
}

mod two_at_the_door {
    // ANCHOR: two-at-the-door
    use std::io;
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use mio::{Events, Interest, Poll, Token};

    /// Waits for up to a second, and returns the number of events.
    fn events(poll: &mut Poll) -> io::Result<usize> {
        let mut events = Events::with_capacity(8);
        poll.poll(&mut events, Some(Duration::from_secs(1)))?;
        Ok(events.iter().count())
    }

    pub fn main() -> io::Result<()> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let address = server.local_addr()?;
        server.set_nonblocking(true)?;
        let mut server = mio::net::TcpListener::from_std(server);
        let mut poll = Poll::new()?;
        poll.registry().register(&mut server, Token(0), Interest::READABLE)?;

        let _a = TcpStream::connect(address)?;
        let _b = TcpStream::connect(address)?;
        println!("{}", events(&mut poll)?);
        server.accept()?;
        println!("{}", events(&mut poll)?);
        let _c = TcpStream::connect(address)?;
        println!("{}", events(&mut poll)?);
        server.accept()?;
        println!("{}", events(&mut poll)?);
        Ok(())
    }
    // ANCHOR_END: two-at-the-door
}
