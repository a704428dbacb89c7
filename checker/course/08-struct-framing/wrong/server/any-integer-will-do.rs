// Believed: a length is a `usize`, and that is what goes into the header.

use std::env;
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;
const REST: Duration = Duration::from_millis(100);

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        match listener.accept() {
            Ok((stream, peer)) => {
                if let Err(error) = converse(stream) {
                    eprintln!("{peer}: {error}");
                }
            }
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
            }
        }
    }
}
fn converse(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Ok(());
        }
        let answer = execute(&buffer[..received]);
        stream.write_all(&frame(&answer)?)?;
    }
}

fn frame(answer: &[u8]) -> io::Result<Vec<u8>> {
    let mut frame = answer.len().to_le_bytes().to_vec();
    frame.extend_from_slice(answer);
    Ok(frame)
}
fn execute(command: &[u8]) -> Vec<u8> {
    let output =
        Command::new("sh").arg("-c").arg(OsStr::from_bytes(command)).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.stderr.is_empty() => output.stdout,
        Ok(output) => output.stderr,
        Err(error) => format!("{error}\n").into_bytes(),
    }
}
