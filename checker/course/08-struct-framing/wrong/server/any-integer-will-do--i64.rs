// Believed: a length is as long as a `usize`.

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
        stream.write_all(&answer.len().to_le_bytes())?;
        stream.write_all(&answer)?;
    }
}

fn execute(command: &[u8]) -> Vec<u8> {
    let output =
        Command::new("sh").arg("-c").arg(OsStr::from_bytes(command)).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.stderr.is_empty() => output.stdout,
        Ok(output) => output.stderr,
        Err(error) => error.to_string().into_bytes(),
    }
}
