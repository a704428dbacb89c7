// Believed: a buffered writer only makes it quicker.

use std::env;
use std::io::{self, BufWriter, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut messages: Vec<String> = env::args().skip(2).collect();
    let nodelay = messages.first().is_some_and(|word| word == "--nodelay");
    if nodelay {
        messages.remove(0);
    }
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(nodelay)?;
    let mut writer = BufWriter::new(stream);
    for message in &messages {
        writer.write_all(message.as_bytes())?;
    }
    writer.flush()
}
