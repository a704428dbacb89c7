//! Lesson 13, UDP echo: the client. It sends each line as one datagram, and prints each reply.

use std::env;
use std::io::{self, BufRead, ErrorKind, Write};
use std::net::UdpSocket;
use std::process::ExitCode;

/// The length of the largest datagram over IPv4.
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
    // Replies come to our own port. Port 0 lets the kernel choose a free one.
    let socket = UdpSocket::bind("0.0.0.0:0")?;

    // This sends no packet. It only tells our own kernel to send to that address from now on, and
    // to discard datagrams from any other address. Without it, a stranger that guesses our port
    // could answer in the server's place. (With `recv_from`, compare the addresses yourself.)
    socket.connect(address)?;

    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut buffer = [0; LARGEST];
    while let Some(line) = next_line(&mut input)? {
        if line == b"q" {
            break;
        }

        // Send an empty line, too. Lesson 02 could not do that, because sending zero bytes does not
        // change a stream. But a datagram of zero bytes is a packet like any other. The kernel refuses a
        // line that is too long (`EMSGSIZE`), and `?` returns that. Sent in two parts, it would be two
        // messages.
        socket.send(&line)?;

        let length = receive(&socket, &mut buffer)?;
        output.write_all(&buffer[..length])?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
    // There is no connection to close. The server does not notice that we stop.
}

/// Receives the next datagram, and returns its length, which may be 0. If the reply is lost, this
/// waits for ever; lesson 15 handles that.
fn receive(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match socket.recv(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Returns the next line as bytes, without its newline, or `None` at the end of the input.
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
