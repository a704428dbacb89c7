// Looks at the datagram without taking it, and then takes as much as it was told.

use std::env;
use std::io;
use std::net::UdpSocket;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    let mut words = env::args().skip(1);
    let address = words.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address, words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(address: &str, sizes: impl Iterator<Item = String>) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    let mut room = vec![0; 1 << 16];
    for (number, size) in (1..).zip(sizes) {
        let size: usize = size.parse().map_err(io::Error::other)?;
        let length = socket.peek(&mut room)?;
        let mut part = vec![0; size];
        let received = socket.recv(&mut part)?;
        let mut shown = Vec::new();
        for chunk in part[..received].utf8_chunks() {
            shown.push(chunk.valid().to_owned());
            shown.push(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")).collect());
        }
        let cut = if length > size { format!(" (cut from {length} bytes)") } else { String::new() };
        println!("info_{number}: {}{cut}", shown.concat());
    }
    Ok(())
}
