// Believed: a client leaves by closing, and in no other way.

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
    let mut buffer = [0; 1024];
    while let n @ 1.. = stream.read(&mut buffer).expect("recv failed") {
        let reply = buffer[..n].to_ascii_uppercase();
        stream.write_all(&reply).expect("send failed");
    }
}
