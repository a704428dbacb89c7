// Believed: a number on the wire is always big-endian.

use serde_json::json;
use std::env;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, _) = listener.accept()?;
        if let Err(error) = serve(stream) {
            eprintln!("{error}");
        }
    }
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        let output = Command::new("sh")
            .arg("-c")
            .arg(OsStr::from_bytes(&buffer[..n]))
            .stdin(Stdio::null())
            .output()?;
        let (name, body) = match output.stderr.is_empty() {
            true => ("stdout", output.stdout),
            false => ("stderr", output.stderr),
        };
        let code = output.status.code().unwrap_or(-1);
        let header = json!({"data_len": body.len(), "exit_code": code, "stream": name});
        let header = header.to_string();
        stream.write_all(&(header.len() as i32).to_be_bytes())?;
        stream.write_all(header.as_bytes())?;
        stream.write_all(&body)?;
    }
}
