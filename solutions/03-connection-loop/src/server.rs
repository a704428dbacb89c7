//! Lesson 03, Connection loop: the server. It serves one client after another, for ever. Whatever one
//! client does, the server serves the next.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

/// How many complete connections may wait to be accepted.
const BACKLOG: i32 = 5;

/// How long the server waits after an `accept` that failed for lack of a resource.
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

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = listen(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            // The client gave up while it waited in the queue. Go on with the next one.
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            // Most likely no descriptor is left, which may be temporary. The client stays in the
            // queue, so `accept` would fail again at once: without a pause this loop would spin.
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };

        // Do not use `?` here: one client's error would end the server for all the others.
        if let Err(error) = converse(stream) {
            eprintln!("{peer}: {error}");
        }
        // `converse` owns the stream and drops it on every way out, also through `?`. However the
        // conversation ended, its descriptor is closed. You cannot forget to call `close`.
    }
}

/// Makes a socket that listens on `address`, step by step.
fn listen(address: &str) -> io::Result<TcpListener> {
    // Text to address: `127.0.0.1:8888`, `[::1]:8888`, `localhost:8888`. A name may have several
    // addresses; this server takes the first.
    let address = address
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| io::Error::new(ErrorKind::AddrNotAvailable, "the name has no address"))?;

    // Python: socket.socket(AF_INET, SOCK_STREAM)
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;

    // The side that closes first keeps the connection in TIME_WAIT for a minute. A server that
    // closed first could not bind its own port again until then. With this option a port is free
    // if its old connections are in TIME_WAIT. Set it before `bind`, because `bind` checks it.
    // Always set it: Linux requires that the earlier server has set it as well, socket(7).
    // (`TcpListener::bind` sets it on every Unix.)
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;

    // This does not mean five clients. It means five complete connections that wait while we talk
    // with another client. (Linux lets one more wait.)
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Sends back in upper case what arrives, until the client is done. This is lesson 02's loop.
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
