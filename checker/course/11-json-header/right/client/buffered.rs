// A buffered reader, which may hold header, body and more at once; a newline behind each body.

use serde_json::{Map, Value};
use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

pub fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let mut writer = TcpStream::connect(address)?;
    let mut reader = BufReader::new(writer.try_clone()?);
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        match &line[..] {
            b"" => continue,
            b"quit" => break,
            _ => writer.write_all(&line)?,
        }
        let mut length = [0; 4];
        reader.read_exact(&mut length)?;
        let length = i64::from(i32::from_le_bytes(length));
        if length > 1_000_000 {
            return Err("the header is too long".into());
        }
        let mut header = Vec::new();
        if (&mut reader).take(u64::try_from(length)?).read_to_end(&mut header)? < length as usize {
            return Err("the server left in the header".into());
        }
        let header: Map<String, Value> = serde_json::from_slice(&header)?;
        let size = header.get("data_len").and_then(Value::as_u64).ok_or("no data_len")?;
        let mut rest = size;
        while rest > 0 {
            let piece = reader.fill_buf()?;
            if piece.is_empty() {
                return Err("the server left in the body".into());
            }
            let n = piece.len().min(usize::try_from(rest)?);
            io::stdout().write_all(&piece[..n])?;
            reader.consume(n);
            rest -= n as u64;
        }
        println!();
        match header.get("exit_code").and_then(Value::as_i64) {
            None | Some(0) => {}
            Some(code) => eprintln!("exit {code}"),
        }
    }
    Ok(())
}
