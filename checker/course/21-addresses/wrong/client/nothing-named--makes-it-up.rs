// Believed: what the server would say is known here, too.

use std::env;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let stream = TcpStream::connect(&address)?;
    let there = address.to_socket_addrs()?.next();
    println!("you are {}, I am {}", stream.local_addr()?, there.unwrap_or(stream.local_addr()?));
    Ok(())
}
