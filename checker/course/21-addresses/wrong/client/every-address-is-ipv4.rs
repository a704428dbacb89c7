// Believed: what is no IPv4 address can be left out.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let addresses: Vec<_> = address.to_socket_addrs()?.filter(SocketAddr::is_ipv4).collect();
    let stream = TcpStream::connect(&addresses[..])?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    if !line.ends_with('\n') {
        return Err(io::Error::other("the server left"));
    }
    print!("{line}");
    Ok(())
}
