// Believed: a read that fails is a bug, so it may be expected to work.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    serve(stream);
    Ok(())
}

fn serve(mut stream: TcpStream) {
    let mut buffer = vec![0; 1024];
    let n = stream.read(&mut buffer).expect("cannot receive");
    buffer.truncate(n);
    buffer.make_ascii_uppercase();
    stream.write_all(&buffer).expect("cannot send");
}
