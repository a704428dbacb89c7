// Believed: a buffered reader receives as many bytes as it is asked for.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let size = env::args().nth(2).and_then(|word| word.parse().ok()).unwrap_or(1024);
    let mut stream = TcpStream::connect(address)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stdout = io::stdout();

    let mut buffer = vec![0; size];
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"quit" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(&line)?;
        let n = reader.read(&mut buffer)?;
        if n == 0 {
            return Err(io::Error::other("the server has gone"));
        }
        stdout.write_all(&buffer[..n])?;
        stdout.flush()?;
    }
    Ok(())
}
