//! Lesson 21, Addresses: the server. It listens on an address of either family or on a name, and
//! sends each client the addresses of both ends.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use socket2::{Domain, Protocol, SockAddr, Socket, Type};

/// How many clients may wait to be accepted. std uses the same number.
const BACKLOG: i32 = 128;

/// How long the server sleeps after an `accept` that failed because a resource was missing.
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

/// Serves one client after another at `address`. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = listen(address)?;
    loop {
        // `accept` returns the client's address. `stream.peer_addr()` would ask the connection,
        // which may be gone by now: if the client has reset it, the call fails with ENOTCONN.
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

/// Listens on the first address of this text that works.
fn listen(address: &str) -> io::Result<TcpListener> {
    let mut last = io::Error::new(ErrorKind::NotFound, "this name does not exist");

    // One text may stand for several addresses: `[::1]:8888` for one, `localhost:8888` often for
    // two. std handles the brackets, the colons and the look-up (`ToSocketAddrs`). A program that
    // parses the text by itself has to know RFC 3986.
    for one in address.to_socket_addrs()? {
        match listen_at(one) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Makes a listener step by step, as in lesson 03, to set one option that `TcpListener::bind` does
/// not set.
fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    // A socket has one family from the start, so we need the address before we can make it.
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        // `[::]` must accept IPv4 clients, too. The default is the machine's (the sysctl
        // net.ipv6.bindv6only), so set the option. After `bind` it is too late.
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&SockAddr::from(address))?;
    socket.listen(BACKLOG)?;
    Ok(TcpListener::from(socket))
}

/// Sends a client the two addresses. The caller closes the connection.
fn tell(mut stream: &TcpStream, client: SocketAddr) -> io::Result<()> {
    // The listener's address may be the wildcard `0.0.0.0`. The connection knows which of our
    // addresses this client has reached.
    let me = stream.local_addr()?;
    // Format first, then write once. `write!` on the stream would make a system call for each part.
    let line = format!("you are {}, I am {}\n", plain(client), plain(me));
    stream.write_all(line.as_bytes())
}

/// Returns the address as it was on the wire. On an IPv6 socket, an IPv4 client has a mapped
/// address, `::ffff:127.0.0.1`. (`SocketAddr` prints the brackets by itself.)
fn plain(address: SocketAddr) -> SocketAddr {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::from((ip, address.port())),
        // Return all of it: a link-local address needs its scope (`%2`), which is not part of the
        // IP.
        IpAddr::V6(_) => address,
    }
}
