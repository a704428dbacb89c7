//! Connects before it reads its line, and says that it has no more to say (half-close) before it
//! listens.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::{Shutdown, TcpStream};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let mut stream = TcpStream::connect(address)?;
    let mut line = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut line)?;
    stream.write_all(line.strip_suffix(b"\n").unwrap_or(&line))?;
    // Where the server has closed already, there is no half left to close; its reply may be here.
    let _ = stream.shutdown(Shutdown::Write);

    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    if reply.is_empty() {
        return Err(io::Error::other("no reply"));
    }

    let mut stdout = io::stdout().lock();
    stdout.write_all(&reply)?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
