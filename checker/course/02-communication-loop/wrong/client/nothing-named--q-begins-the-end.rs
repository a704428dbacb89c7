// Believed: whatever begins with `q` is the end.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    let mut stdout = io::stdout();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.starts_with(b"q") {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(&line)?;
        let mut reply = vec![0; line.len()];
        if stream.read_exact(&mut reply).is_err() {
            eprintln!("the server left");
            std::process::exit(1);
        }
        stdout.write_all(&reply)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
    Ok(())
}
