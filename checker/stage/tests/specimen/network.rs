//! Behaviours of servers.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::AsRawFd;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

use crate::{rest, say};

/// Prints how many bytes each read returned.
pub fn prints_each_read(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut buffer = [0; 64 << 10];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => say(&count.to_string())?,
        }
    }
}

/// Reads once, and then sends what it has read again and again.
pub fn sends_without_end(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    loop {
        stream.write_all(&buffer[..count])?;
    }
}

/// Serves one connection after the other.
pub fn echo(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (mut stream, _) = listener.accept()?;
        let mut buffer = [0; 1024];
        loop {
            match stream.read(&mut buffer)? {
                0 => break,
                count => stream.write_all(&buffer[..count].to_ascii_uppercase())?,
            }
        }
    }
}

/// Answers whole lines from a buffer, in two writes: Nagle's algorithm delays the second.
pub fn echo_lines(listener: &TcpListener) -> io::Result<()> {
    let (stream, _) = listener.accept()?;
    for line in BufReader::new(&stream).lines() {
        let line = line?.to_ascii_uppercase();
        (&stream).write_all(line.as_bytes())?;
        (&stream).write_all(b"\n")?;
    }
    Ok(())
}

/// Correct but slow: between any two steps it sleeps, computes, or yields.
pub fn echo_late(listener: &TcpListener, seed: &str) -> io::Result<()> {
    let mut random = fastrand::Rng::with_seed(seed.parse().map_err(io::Error::other)?);
    let mut dawdle = move || match random.u32(0..6) {
        0 => rest(0),
        1 => rest(random.u64(0..2)),
        2 => (0..random.u64(0..40_000)).for_each(|step| {
            std::hint::black_box(step);
        }),
        3 => std::thread::yield_now(),
        4 => {
            let _ = std::thread::spawn(std::thread::yield_now).join();
        }
        _ => {}
    };
    let (mut stream, _) = listener.accept()?;
    let mut buffer = [0; 1024];
    loop {
        dawdle();
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        dawdle();
        let (first, second) = buffer[..count].split_at(count / 2);
        stream.write_all(&first.to_ascii_uppercase())?;
        dawdle();
        stream.write_all(&second.to_ascii_uppercase())?;
    }
}

/// Reads only when this many bytes are there (`SO_RCVLOWAT`), and prints the result in the end.
pub fn low_water(listener: &TcpListener, bytes: &str) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let bytes: libc::c_int = bytes.parse().map_err(io::Error::other)?;
    // SAFETY: setsockopt(2) reads one live integer.
    unsafe {
        libc::setsockopt(
            stream.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_RCVLOWAT,
            (&raw const bytes).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        )
    };
    say("ready")?;
    let mut buffer = [0; 1024];
    let mut reads = Vec::new();
    loop {
        match stream.read(&mut buffer)? {
            0 => break,
            count => reads.push(count),
        }
    }
    let total: usize = reads.iter().sum();
    reads.pop();
    let few = reads.iter().any(|count| *count < bytes as usize);
    say(&format!("{total} bytes, {} at once", if few { "few" } else { "many" }))
}

/// Frames with a header of four bytes, which it reads with one read.
pub fn frames(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    loop {
        let mut header = [0; 4];
        if stream.read(&mut header)? == 0 {
            return Ok(());
        }
        let mut payload = vec![0; u32::from_be_bytes(header) as usize % 4096];
        stream.read_exact(&mut payload)?;
        stream.write_all(&[&header[..], &payload.to_ascii_uppercase()].concat())?;
    }
}

/// Writes this many bytes with one call, prints what it returned, and then writes the rest.
pub fn writes_once(listener: &TcpListener, bytes: &str) -> io::Result<()> {
    let bytes: usize = bytes.parse().map_err(io::Error::other)?;
    let all: Vec<u8> = (0..bytes).map(|at| (at % 251) as u8).collect();
    let (mut stream, _) = listener.accept()?;
    let count = stream.write(&all)?;
    say(&count.to_string())?;
    stream.write_all(&all[count..])
}

/// Does what [`writes_once`] does, while another thread waits in a call that no signal must interrupt.
pub fn writes_beside_epoll(listener: &TcpListener, bytes: &str) -> io::Result<()> {
    std::thread::spawn(|| {
        let (_writer, reader) = std::os::unix::net::UnixStream::pair().expect("a pair");
        crate::waits::epoll_on(&reader);
        std::process::exit(7);
    });
    writes_once(listener, bytes)
}

/// Like [`writes_beside_epoll`], but with a time limit of a minute, which makes a stop interrupt the call
/// (signal(7)).
pub fn writes_within_a_minute(listener: &TcpListener, bytes: &str) -> io::Result<()> {
    let bytes: usize = bytes.parse().map_err(io::Error::other)?;
    let all: Vec<u8> = (0..bytes).map(|at| (at % 251) as u8).collect();
    let (mut stream, _) = listener.accept()?;
    stream.set_write_timeout(Some(std::time::Duration::from_secs(60)))?;
    let count = stream.write(&all)?;
    say(&count.to_string())?;
    stream.write_all(&all[count..])
}

/// Sends this many bytes as two messages with one call, prints how many it took, and then writes the rest.
pub fn sends_two_messages(listener: &TcpListener, bytes: &str) -> io::Result<()> {
    let bytes: usize = bytes.parse().map_err(io::Error::other)?;
    let all: Vec<u8> = (0..bytes).map(|at| (at % 251) as u8).collect();
    let (mut stream, _) = listener.accept()?;
    let (first, second) = all.split_at(1000);
    let mut parts = [first, second]
        .map(|part| libc::iovec { iov_base: part.as_ptr().cast_mut().cast(), iov_len: part.len() });
    // SAFETY: all-zero messages are valid values; sendmmsg(2) reads the live buffers behind them, and writes
    // how much of each it took.
    let count = unsafe {
        let mut messages: [libc::mmsghdr; 2] = std::mem::zeroed();
        for (message, part) in messages.iter_mut().zip(&mut parts) {
            message.msg_hdr.msg_iov = part;
            message.msg_hdr.msg_iovlen = 1;
        }
        if libc::sendmmsg(stream.as_raw_fd(), messages.as_mut_ptr(), 2, 0) < 0 {
            return Err(io::Error::last_os_error());
        }
        messages.iter().map(|message| message.msg_len as usize).sum::<usize>()
    };
    say(&count.to_string())?;
    stream.write_all(&all[count..])
}

/// Waits in `epoll_wait` before each read, and prints how many bytes it returned.
pub fn reads_by_epoll(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut buffer = [0; 4096];
    loop {
        if !crate::waits::epoll_on(&stream) {
            return Err(io::Error::other("the wait was interrupted"));
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => say(&count.to_string())?,
        }
    }
}

/// Answers each byte: first with one write, then with two.
pub fn segments(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    stream.set_nodelay(true)?;
    stream.read_exact(&mut [0])?;
    stream.write_all(b"one write")?;
    stream.read_exact(&mut [0])?;
    stream.write_all(b"two ")?;
    stream.write_all(b"writes")?;
    stream.read_exact(&mut [0])
}

/// Copies all input to its output, whose lock it holds. If the output is a pipe, the kernel copies, and
/// keeps the pipe locked while it waits for more (splice(2)).
pub fn copies_to_its_output(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    io::copy(&mut stream, &mut io::stdout().lock())?;
    Ok(())
}

/// Prints how its connection ends, and sends a last message.
pub fn prints_the_end(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut total = 0;
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break say(&format!("Ok(0) after {total}"))?,
            Ok(count) => total += count,
            Err(error) => break say(&format!("{:?} after {total}", error.kind()))?,
        }
    }
    let _ = stream.write_all(b"bye");
    Ok(())
}

/// Accepts two connections, writes much to the second, and then answers the first.
pub fn bob_first(listener: &TcpListener) -> io::Result<()> {
    let (mut alice, _) = listener.accept()?;
    let (mut bob, _) = listener.accept()?;
    bob.write_all(&vec![b'b'; 16 << 20])?;
    alice.write_all(b"A")?;
    alice.read_exact(&mut [0])
}

/// Closes a connection that its peer keeps open, and then waits for its input.
pub fn leaves_first(listener: &TcpListener) -> io::Result<()> {
    drop(listener.accept()?);
    io::stdin().read_exact(&mut [0])
}

/// Prints for each connection whether its other end is still there.
pub fn reports_arrivals(listener: &TcpListener) -> io::Result<()> {
    let mut all = Vec::new();
    loop {
        let (stream, _) = listener.accept()?;
        say(if stream.peer_addr().is_ok() { "here" } else { "gone" })?;
        all.push(stream);
    }
}

/// Answers on a thread that then panics.
pub fn thread_panics(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (mut stream, _) = listener.accept()?;
        std::thread::spawn(move || {
            stream.write_all(b"hello").expect("a peer that listens");
            panic!("this thread had enough");
        });
    }
}

/// Listens with this backlog. Then it either never accepts, or accepts all clients after a while.
pub fn backlog(address: &str, backlog: &str, then: &str) -> io::Result<()> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&SockAddr::from(address))?;
    socket.listen(backlog.parse().map_err(io::Error::other)?)?;
    if then == "never" {
        return io::stdin().read_exact(&mut [0]);
    }
    rest(300);
    let mut all = Vec::new();
    loop {
        all.push(socket.accept()?);
    }
}

/// Sends one echo request and prints what it hears: type, identifier, sequence number.
pub fn pings(address: &str) -> io::Result<()> {
    let address: Ipv4Addr = address.parse().map_err(io::Error::other)?;
    let socket = Socket::new(Domain::IPV4, Type::RAW, Some(Protocol::ICMPV4))?;
    let request = stage::echo::message(stage::echo::REQUEST, 7, 1, b"odd");
    socket.send_to(&request, &SocketAddr::from((address, 0)).into())?;
    let mut packet = [0; 2048];
    loop {
        let count = (&socket).read(&mut packet)?;
        let heard = stage::echo::opened(&packet[..count]);
        let (_, _, message) = heard.ok_or_else(|| io::Error::other("no packet"))?;
        let word = |at: usize| u16::from_be_bytes([message[at], message[at + 1]]);
        say(&format!("{} {} {}", message[0], word(4), word(6)))?;
    }
}
