// Room for any datagram, from std alone; the sizes are only for show.

use std::env;
use std::net::UdpSocket;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let socket = match UdpSocket::bind(&words[0]) {
        Ok(socket) => socket,
        Err(error) => {
            eprintln!("{}: {error}", words[0]);
            return ExitCode::FAILURE;
        }
    };
    let mut room = vec![0; 65_535];
    for (number, size) in (1..).zip(&words[1..]) {
        let Ok(size) = size.parse::<usize>() else { return ExitCode::FAILURE };
        let Ok((length, _)) = socket.recv_from(&mut room) else { return ExitCode::FAILURE };
        let mut line = format!("info_{number}: ");
        for chunk in room[..length.min(size)].utf8_chunks() {
            line += chunk.valid();
            line.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
        }
        if length > size {
            line += &format!(" (cut from {length} bytes)");
        }
        println!("{line}");
    }
    ExitCode::SUCCESS
}
