// Believed: what `accept` says is how the client is called.

use std::env;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};

use socket2::{Domain, Socket, Type};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = listen(&address)?;
    loop {
        let Ok((mut stream, client)) = listener.accept() else { continue };
        let Ok(me) = stream.local_addr() else { continue };
        let line = format!("you are {client}, I am {me}\n");
        let _ = stream.write_all(line.as_bytes());
    }
}

fn listen(text: &str) -> io::Result<TcpListener> {
    let mut result = Err(io::Error::other("no address"));
    for address in text.to_socket_addrs()? {
        result = listen_at(address);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(128)?;
    Ok(socket.into())
}
