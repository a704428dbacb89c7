//! The option is set before the connection is made, step by step with socket2; it talks while it works.

use std::env;
use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn main() -> io::Result<()> {
    let mut words = env::args().skip(1).peekable();
    let address: SocketAddr = words.next().unwrap_or_default().parse().map_err(io::Error::other)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_tcp_nodelay(words.next_if(|word| word == "--nodelay").is_some())?;
    socket.connect(&address.into())?;
    println!("connected to {address}");
    for word in words {
        let mut rest = word.as_bytes();
        while !rest.is_empty() {
            rest = &rest[socket.send(rest)?..];
        }
        println!("sent {} bytes", word.len());
    }
    Ok(())
}
