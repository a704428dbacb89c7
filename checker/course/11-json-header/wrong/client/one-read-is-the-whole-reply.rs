// Believed: one read brings the whole body.

use serde_json::Value;
use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut stream = TcpStream::connect(address)?;
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"quit" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        stream.write_all(&line)?;

        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = i32::from_le_bytes(length);
        if !(1..100_000).contains(&length) {
            return Err(io::Error::other("bad header length"));
        }
        let mut header = vec![0; length as usize];
        stream.read_exact(&mut header)?;
        let header: Value = serde_json::from_slice(&header)?;
        let size = header["data_len"].as_u64().ok_or(io::Error::other("bad data_len"))?;
        let mut body = Vec::new();
        if size > 0 {
            body.resize(size.min(10_000_000) as usize, 0);
            let n = stream.read(&mut body)?;
            if n == 0 {
                return Err(io::Error::other("the server is gone"));
            }
            body.truncate(n);
        }

        io::stdout().write_all(&body)?;
        io::stdout().flush()?;
        let code = header["exit_code"].as_i64().unwrap_or(0);
        if code != 0 {
            eprintln!("exit {code}");
        }
    }
    Ok(())
}
