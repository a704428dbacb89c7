// Believed: what the server would say is known here, too.

use std::env;
use std::io;
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let stream = TcpStream::connect(&address)?;
    println!("you are {}, I am {}", stream.local_addr()?, stream.peer_addr()?);
    Ok(())
}
