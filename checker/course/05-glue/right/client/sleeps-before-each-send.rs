//! A client that sleeps 100 ms before it sends each message: slow, and correct.

use std::env;
use std::io::{self, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

pub fn main() -> io::Result<()> {
    let mut words = env::args().skip(1).peekable();
    let mut stream = TcpStream::connect(words.next().unwrap_or_default())?;
    stream.set_nodelay(words.next_if(|word| word == "--nodelay").is_some())?;
    for word in words {
        thread::sleep(Duration::from_millis(100));
        stream.write_all(word.as_bytes())?;
    }
    Ok(())
}
