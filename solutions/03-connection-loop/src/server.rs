//! Lesson 03, Connection loop: the server. It serves one client after another, for ever, whatever
//! each of them does.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

/// How many finished connections may wait to be accepted.
const BACKLOG: i32 = 5;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("connection-loop-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = listen(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            // The client gave up while it waited in the queue. The next one, please.
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            // Out of descriptors, most likely, and that may pass. The client stays in the queue, so
            // `accept` would fail again at once: without a rest this loop would burn a processor.
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };

        // No `?` here: it would hand one client's trouble to everyone who waits behind it.
        if let Err(error) = converse(stream) {
            eprintln!("{peer}: {error}");
        }
        // `converse` took the stream and has dropped it, on its way through `?` as well: however the
        // conversation ended, its descriptor is closed. There is no `close` that one could forget.
    }
}

/// A socket that listens on `address`, made step by step.
fn listen(address: &str) -> io::Result<TcpListener> {
    // Text to address: `127.0.0.1:8888`, `[::1]:8888`, `localhost:8888`. A name may have several;
    // this server takes the first.
    let address = address
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| io::Error::new(ErrorKind::AddrNotAvailable, "the name has no address"))?;

    // Python: socket.socket(AF_INET, SOCK_STREAM)
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;

    // Whoever closes first stays in TIME_WAIT for a minute, and a server that closed first would
    // not get its own port back until then. This option says: a port whose old connections are in
    // TIME_WAIT is free. It must be set before `bind`, for `bind` is what looks at it.
    // Set it always: Linux wants the server before this one to have set it as well, socket(7).
    // (`TcpListener::bind` does, on every Unix.)
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;

    // Not "five clients": five finished connections that wait while we talk with another one.
    // (Linux lets one more wait than it was told.)
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Sends back in upper case what arrives, until the client is done. Lesson 02's loop as it was.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Ok(());
        }
        let piece = &mut buffer[..received];
        piece.make_ascii_uppercase();
        stream.write_all(piece)?;
    }
}
