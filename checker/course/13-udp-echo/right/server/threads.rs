// Four threads receive from the same socket; whoever is free takes the next datagram.

use std::env;
use std::net::UdpSocket;
use std::process::ExitCode;
use std::thread;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let socket = match UdpSocket::bind(&address) {
        Ok(socket) => socket,
        Err(error) => {
            eprintln!("{address}: {error}");
            return ExitCode::FAILURE;
        }
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| serve(&socket));
        }
    });
    ExitCode::SUCCESS
}

fn serve(socket: &UdpSocket) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let Ok((count, sender)) = socket.recv_from(&mut buffer) else { continue };
        let answer = buffer[..count].to_ascii_uppercase();
        if let Err(error) = socket.send_to(&answer, sender) {
            eprintln!("{sender}: {error}");
        }
    }
}
