//! Stops listening as soon as it has its one client, and takes exactly what waits in the socket.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let (stream, peer) = listener.accept()?;
    drop(listener);
    if let Err(error) = serve(stream) {
        eprintln!("{peer}: {error}");
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let n = stream.peek(&mut buffer)?;
    let mut message = vec![0; n];
    stream.read_exact(&mut message)?;
    message.make_ascii_uppercase();
    stream.write_all(&message)
}
