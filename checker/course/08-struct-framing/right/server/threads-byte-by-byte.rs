//! A thread for each client; the header goes out a byte at a time, the answer in blocks.

use std::env;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, ExitCode, Stdio};
use std::thread;

pub fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = match TcpListener::bind(&address) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("{address}: {error}");
            return ExitCode::FAILURE;
        }
    };
    for stream in listener.incoming().flatten() {
        thread::spawn(move || {
            if let Err(error) = serve(stream) {
                eprintln!("{error}");
            }
        });
    }
    ExitCode::SUCCESS
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    // Many small writes, and an answer to none: without this each would wait for an ACK.
    stream.set_nodelay(true)?;
    let mut buffer = [0; 4096];
    loop {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        let answer = execute(&buffer[..n]).unwrap_or_else(|error| error.to_string().into_bytes());
        for byte in (answer.len() as i32).to_le_bytes() {
            stream.write_all(&[byte])?;
        }
        for block in answer.chunks(1000) {
            stream.write_all(block)?;
        }
    }
}

/// Two threads for the two pipes, and a wait when both have ended.
fn execute(command: &[u8]) -> io::Result<Vec<u8>> {
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(OsStr::from_bytes(command))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().map(|pipe| thread::spawn(|| all_of(pipe)));
    let errors = child.stderr.take().map(|pipe| thread::spawn(|| all_of(pipe)));
    let read = |thread: Option<thread::JoinHandle<Vec<u8>>>| {
        thread.and_then(|thread| thread.join().ok()).unwrap_or_default()
    };
    let (output, errors) = (read(output), read(errors));
    child.wait()?;
    Ok(if errors.is_empty() { output } else { errors })
}

fn all_of(mut pipe: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = pipe.read_to_end(&mut bytes);
    bytes
}
