// Takes the address apart by itself, and does it right.

use std::env;
use std::io::{self, Read};
use std::net::{TcpStream, ToSocketAddrs};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = connect(&address)?;
    let mut line = Vec::new();
    let mut byte = [0];
    while line.last() != Some(&b'\n') {
        stream.read_exact(&mut byte)?;
        line.push(byte[0]);
    }
    print!("{}", String::from_utf8_lossy(&line));
    Ok(())
}

fn connect(text: &str) -> io::Result<TcpStream> {
    let wrong = || io::Error::other("no address");
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let port: u16 = port.parse().map_err(io::Error::other)?;
    let mut problem = wrong();
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect(address) {
            Ok(stream) => return Ok(stream),
            Err(error) => problem = error,
        }
    }
    Err(problem)
}
