// Believed: a connection that is no longer needed is best got rid of at once.

use std::env;
use std::io::{self, Write};
use std::net::TcpStream;
use std::time::Duration;

use socket2::SockRef;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut messages: Vec<String> = env::args().skip(2).collect();
    let nodelay = messages.first().is_some_and(|word| word == "--nodelay");
    if nodelay {
        messages.remove(0);
    }
    let mut stream = TcpStream::connect(address)?;
    SockRef::from(&stream).set_linger(Some(Duration::ZERO))?;
    stream.set_nodelay(nodelay)?;
    for message in &messages {
        stream.write_all(message.as_bytes())?;
    }
    Ok(())
}
