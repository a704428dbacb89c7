//! Lesson 21, Addresses: the server. It listens wherever it is told, in either family or under a
//! name, and tells each client who is who.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

/// How many clients may wait to be accepted: what std asks for, too.
const BACKLOG: i32 = 128;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("addresses-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = listen(address)?;
    loop {
        // `accept` says at once who has come. `stream.peer_addr()` asks the connection, and that may
        // be gone by now: a client that has reset it leaves "not connected" behind (ENOTCONN).
        let (stream, client) = match listener.accept() {
            Ok(accepted) => accepted,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };
        if let Err(error) = tell(&stream, client) {
            eprintln!("{client}: {error}");
        }
    }
}

/// Listens at the first address that can be had of those that the text stands for.
fn listen(address: &str) -> io::Result<TcpListener> {
    let mut last = io::Error::new(ErrorKind::NotFound, "nobody has this name");

    // One text, any number of addresses: `[::1]:8888` is one, `localhost:8888` is often two. The
    // brackets, the colons and the look-up are std's work, which it does for whatever calls itself
    // `ToSocketAddrs`. A program that takes the text apart by itself has to know RFC 3986.
    for one in address.to_socket_addrs()? {
        match listen_at(one) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Lesson 03's socket, step by step, for the one thing that `TcpListener::bind` leaves to chance.
fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    // A socket has a family from its birth, so it can be made only when the address is known.
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        // `[::]` is to take IPv4 clients, too. Whether it does is the machine's decision (the sysctl
        // net.ipv6.bindv6only) until somebody says it, and after `bind` it is too late.
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&SockAddr::from(address))?;
    socket.listen(BACKLOG)?;
    Ok(TcpListener::from(socket))
}

/// Tells a client who is who. The caller closes.
fn tell(mut stream: &TcpStream, client: SocketAddr) -> io::Result<()> {
    // The listener's own address may be `0.0.0.0`, which is no address that anybody reaches. The
    // connection knows which one this client did.
    let me = stream.local_addr()?;
    // One text and one write: `write!` on the stream itself would make a system call for each part.
    let line = format!("you are {}, I am {}\n", plain(client), plain(me));
    stream.write_all(line.as_bytes())
}

/// The address as it was on the wire: an IPv4 client of an IPv6 socket comes in an envelope,
/// `::ffff:127.0.0.1`. (What prints the brackets is `SocketAddr` itself.)
fn plain(address: SocketAddr) -> SocketAddr {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::from((ip, address.port())),
        // Untouched: a link-local address needs the scope that only the whole of it has (`%2`).
        IpAddr::V6(_) => address,
    }
}
