// Believed: a client that says nothing has done something wrong.

use std::env;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let (stream, _) = listener.accept()?;
    if let Err(error) = serve(stream) {
        eprintln!("{error}");
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let n = match stream.read(&mut buffer) {
        Ok(0) => {
            eprintln!("the client left without a word");
            process::exit(1);
        }
        Ok(n) => n,
        Err(error) => return Err(error),
    };
    stream.write_all(&buffer[..n].to_ascii_uppercase())
}
