//! `incoming` for the outer loop, buffers both ways in the inner one.

use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::thread;
use std::time::Duration;

use socket2::{Domain, Socket, Type};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    for stream in listen(&address)?.incoming() {
        match stream {
            Ok(stream) => {
                if let Err(error) = serve(stream) {
                    eprintln!("{error}");
                }
            }
            Err(error) => {
                eprintln!("{error}");
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
    Ok(())
}

/// Binds to the first address of the name that can be had.
fn listen(name: &str) -> io::Result<TcpListener> {
    let mut refusal = io::Error::other("the name has no address");
    for address in name.to_socket_addrs()? {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        socket.set_reuse_address(true)?;
        match socket.bind(&address.into()) {
            Ok(()) => {
                socket.listen(5)?;
                return Ok(socket.into());
            }
            Err(error) => refusal = error,
        }
    }
    Err(refusal)
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let mut writer = BufWriter::new(&stream);
    loop {
        let reply = match reader.fill_buf() {
            Ok(piece) => piece.to_ascii_uppercase(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if reply.is_empty() {
            return Ok(());
        }
        reader.consume(reply.len());
        writer.write_all(&reply)?;
        writer.flush()?;
    }
}
