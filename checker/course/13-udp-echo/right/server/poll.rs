// A readiness loop: all that is there is received, and answered as the socket takes it.

use std::env;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str) -> io::Result<()> {
    let mut socket = UdpSocket::bind(address.parse().map_err(io::Error::other)?)?;
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(8);
    poll.registry().register(&mut socket, Token(0), Interest::READABLE)?;
    let mut buffer = vec![0; 65_535];
    loop {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            other => other?,
        }
        while let Ok((count, sender)) = socket.recv_from(&mut buffer) {
            buffer[..count].make_ascii_uppercase();
            if let Err(error) = socket.send_to(&buffer[..count], sender) {
                eprintln!("{sender}: {error}");
            }
        }
    }
}
