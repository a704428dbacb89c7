// Believed: a name has an address.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::net::{TcpStream, ToSocketAddrs};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let first = address.to_socket_addrs()?.next().ok_or(io::Error::other("no address"))?;
    let stream = TcpStream::connect(first)?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    if !line.ends_with('\n') {
        return Err(io::Error::other("the server left"));
    }
    print!("{line}");
    Ok(())
}
