// Says a line for each address that refuses, before it says that none is left.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::net::{TcpStream, ToSocketAddrs};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = Err(io::Error::other("no address"));
    for address in address.to_socket_addrs()? {
        stream = TcpStream::connect(address);
        match &stream {
            Ok(_) => break,
            Err(error) => eprintln!("{address}: {error}"),
        }
    }
    let stream = stream?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    if !line.ends_with('\n') {
        return Err(io::Error::other("the server left"));
    }
    print!("{line}");
    Ok(())
}
