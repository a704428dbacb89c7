//! Lesson 13, UDP echo: the server. Each datagram goes back to whoever sent it, in UPPER CASE.

use std::env;
use std::io::{self, ErrorKind};
use std::net::UdpSocket;
use std::process::ExitCode;

/// The most that a datagram carries over IPv4: a packet has 65,535 bytes at most, and 20 of them
/// are its own header and 8 are UDP's.
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

/// Answers every datagram that comes to `address`. It comes back only when it cannot start.
fn run(address: &str) -> io::Result<()> {
    // Bound, and ready. There is nothing to listen for and nobody to accept: without connections
    // there are no clients that wait, only datagrams.
    let socket = UdpSocket::bind(address)?;

    // Room for any datagram. Whatever does not fit into the buffer is gone: the kernel keeps no rest
    // for the next receive, as it does for a stream.
    let mut buffer = [0; LARGEST];
    loop {
        // One receive is one datagram, and it says who sent it. The next one may be from somebody
        // else, so the sender is asked for each time, and remembered no longer than this turn.
        let (length, sender) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            // Some systems report here that an *earlier* answer could not be delivered.
            Err(error) => {
                eprintln!("receiving: {error}");
                continue;
            }
        };

        // No length is special. A datagram of 0 bytes has come as surely as any other, and a server
        // of datagrams never reaches an end: there is no stream that could have one.
        let message = &mut buffer[..length];
        message.make_ascii_uppercase();

        // One send is one datagram: it goes as a whole or not at all, so nothing is left to be sent.
        // Through the same socket, for the client waits for an answer from where it wrote to.
        if let Err(error) = socket.send_to(message, sender) {
            eprintln!("{sender}: {error}");
        }
    }
}
