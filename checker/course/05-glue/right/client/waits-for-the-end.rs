//! Says that it is done, and leaves when the server has left.

use std::env;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut messages: Vec<String> = env::args().skip(2).collect();
    let nodelay = messages.first().is_some_and(|word| word == "--nodelay");
    if nodelay {
        messages.remove(0);
    }
    let mut stream = TcpStream::connect(address)?;
    if nodelay {
        stream.set_nodelay(true)?;
    }
    for message in messages {
        stream.write_all(message.as_bytes())?;
    }
    stream.shutdown(Shutdown::Write)?;
    stream.read_to_end(&mut Vec::new())?;
    Ok(())
}
