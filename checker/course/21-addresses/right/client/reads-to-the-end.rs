// Reads to the end of the stream, which comes with the line.

use std::env;
use std::io::{self, BufReader, Read};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let stream = TcpStream::connect(&address)?;
    let mut line = String::new();
    BufReader::new(stream).read_to_string(&mut line)?;
    if !line.ends_with('\n') {
        return Err(io::Error::other("the server left"));
    }
    print!("{line}");
    Ok(())
}
