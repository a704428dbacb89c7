// Believed: the host is what stands before the colon.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let (host, port) = address.split_once(':').unwrap_or((&address, "8888"));
    let port: u16 = port.parse().map_err(io::Error::other)?;
    let stream = TcpStream::connect((host, port))?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    if !line.ends_with('\n') {
        return Err(io::Error::other("the server left"));
    }
    print!("{line}");
    Ok(())
}
