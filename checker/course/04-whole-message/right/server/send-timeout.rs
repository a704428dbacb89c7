//! Sends in large blocks, and gives a client that does not read a while before it gives up.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(serve) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_write_timeout(Some(Duration::from_secs(30)))?;
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let count: u64 = line.trim().parse().map_err(io::Error::other)?;
    let block: Vec<u8> = (0..251).cycle().take(251 * 9000).collect();
    let mut sent = 0;
    while sent < count {
        let rest = &block[(sent % 251) as usize..];
        let length = (count - sent).min(rest.len() as u64);
        match stream.write(&rest[..length as usize]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(n) => sent += n as u64,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
