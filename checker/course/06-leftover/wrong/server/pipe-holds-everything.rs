// Believed: a command runs to its end, and then its output is read.

use std::env;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(serve) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        let answer = execute(&buffer[..n]);
        stream.write_all(&answer)?;
    }
}

fn execute(command: &[u8]) -> Vec<u8> {
    let child = Command::new("sh")
        .arg("-c")
        .arg(OsStr::from_bytes(command))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => return error.to_string().into_bytes(),
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let _ = child.wait();
    let _ = child.stdout.take().unwrap().read_to_end(&mut out);
    let _ = child.stderr.take().unwrap().read_to_end(&mut err);
    if err.is_empty() { out } else { err }
}
