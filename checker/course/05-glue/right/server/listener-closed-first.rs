//! Takes nobody else in, receives on a thread of its own, and makes no text of what comes.

use std::env;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;

use socket2::Socket;

pub fn main() -> io::Result<()> {
    let mut words = env::args().skip(1);
    let address = words.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    drop(listener);
    let sizes: Vec<usize> = words.filter_map(|word| word.parse().ok()).collect();
    let worker = thread::spawn(move || receive(Socket::from(stream), &sizes));
    worker.join().map_err(|_| io::Error::other("the worker fell over"))?
}

fn receive(mut socket: Socket, sizes: &[usize]) -> io::Result<()> {
    let mut output = io::stdout();
    let mut room = vec![0; 1 << 16];
    for (number, size) in (1..).zip(sizes) {
        let n = socket.read(&mut room[..*size])?;
        write!(output, "info_{number}: ")?;
        for chunk in room[..n].utf8_chunks() {
            output.write_all(chunk.valid().as_bytes())?;
            for byte in chunk.invalid() {
                write!(output, "\\x{byte:02x}")?;
            }
        }
        output.write_all(b"\n")?;
    }
    Ok(())
}
