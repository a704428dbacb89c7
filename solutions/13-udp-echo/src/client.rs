//! Lesson 13, UDP echo: the client. Each line is a datagram, and so is its reply.

use std::env;
use std::io::{self, BufRead, ErrorKind, Write};
use std::net::UdpSocket;
use std::process::ExitCode;

/// Room for the largest datagram that IPv4 can bring.
const LARGEST: usize = 65_507;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `address` until `q` or the end of standard input.
fn run(address: &str) -> io::Result<()> {
    // A port of our own to get replies at. Port 0: whichever is free.
    let socket = UdpSocket::bind("0.0.0.0:0")?;

    // No handshake, no packet: "connected" is a note that our own kernel makes. From now on it sends
    // to that address without being told, and it throws away what comes from anywhere else. Without
    // it anybody who guesses our port could answer for the server. (With `recv_from`, compare.)
    socket.connect(address)?;

    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut buffer = [0; LARGEST];
    while let Some(line) = next_line(&mut input)? {
        if line == b"q" {
            break;
        }

        // An empty line is sent, too. Lesson 02 could not do that, for zero bytes leave a stream as it
        // was; a datagram of zero bytes is a packet like any other. One that is too long is refused
        // as a whole (`EMSGSIZE`), and `?` hands that on: to cut it in two would make two messages.
        socket.send(&line)?;

        let length = receive(&socket, &mut buffer)?;
        output.write_all(&buffer[..length])?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
    // Nothing to close in any way that the server would notice. It never knew that we were there.
}

/// The next datagram: how many bytes it has, be it none. A reply that was lost on its way is waited
/// for here for ever; lesson 15 does something about that.
fn receive(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match socket.recv(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// The next line as bytes, without the newline that ends it; `None` at the end.
fn next_line(source: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if source.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
