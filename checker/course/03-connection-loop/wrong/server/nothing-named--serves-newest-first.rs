// Believed: who came last waits least, which keeps it lively.

use socket2::{Domain, Socket, Type};
use std::env;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = listen(&address)?;
    let mut waiting = Vec::new();
    loop {
        // Block only when nobody waits; then take in everyone who is there.
        listener.set_nonblocking(!waiting.is_empty())?;
        match listener.accept() {
            Ok((stream, _)) => waiting.push(stream),
            Err(_) => {
                if let Some(stream) = waiting.pop()
                    && let Err(error) = serve(stream)
                {
                    eprintln!("{error}");
                }
            }
        }
    }
}

fn listen(address: &str) -> io::Result<TcpListener> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(5)?;
    Ok(socket.into())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..n].to_ascii_uppercase())?;
    }
}
