//! Lesson 13, UDP echo: the server. It sends each datagram back to its sender in upper case.

use std::env;
use std::io::{self, ErrorKind};
use std::net::UdpSocket;
use std::process::ExitCode;

/// The largest payload of a datagram over IPv4: a packet has at most 65,535 bytes, of which the IP
/// header takes 20 and the UDP header takes 8.
const LARGEST: usize = 65_507;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp-echo-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers every datagram that arrives at `address`. It returns only if it cannot start.
fn run(address: &str) -> io::Result<()> {
    // A bound socket is ready. There are no connections, so there is nothing to listen for or to
    // accept: datagrams simply arrive.
    let socket = UdpSocket::bind(address)?;

    // The buffer has room for any datagram. The kernel discards what does not fit. Unlike on a
    // stream, the next receive does not return the rest.
    let mut buffer = [0; LARGEST];
    loop {
        // Each receive returns one datagram and its sender. The next datagram may come from another
        // client, so this sender is valid for this turn only.
        let (length, sender) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            // Some systems report here that an *earlier* answer could not be delivered. One
            // client's failure must not stop the others.
            Err(error) => {
                eprintln!("receiving: {error}");
                continue;
            }
        };

        // No length is special. A datagram of 0 bytes is a message like any other, and there is no
        // stream that could end.
        let message = &mut buffer[..length];
        message.make_ascii_uppercase();

        // Each send is one datagram, sent as a whole or not at all: there are no short writes. Use
        // the same socket, because the client expects the answer from the address that it wrote to.
        if let Err(error) = socket.send_to(message, sender) {
            eprintln!("{sender}: {error}");
        }
    }
}
