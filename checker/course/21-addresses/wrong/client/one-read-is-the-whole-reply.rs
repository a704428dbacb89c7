// Believed: one read brings the line.

use std::env;
use std::io::{self, Read};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(&address)?;
    let mut buffer = [0; 1024];
    let n = stream.read(&mut buffer)?;
    if n == 0 {
        return Err(io::Error::other("the server left"));
    }
    println!("{}", String::from_utf8_lossy(&buffer[..n]).trim_end());
    Ok(())
}
