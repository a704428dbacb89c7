//! Lesson 08, Struct-style framing: the server. It is lesson 06's, but four bytes stand in front of
//! each answer and say how long it is.

use std::env;
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("struct-framing-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`, as in lesson 03. It comes back only when it cannot start.
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

/// Runs one command after another for a client, until it is done.
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

/// The answer with its length in front: Python's `struct.pack('<i', len(answer)) + answer`.
fn frame(answer: &[u8]) -> io::Result<Vec<u8>> {
    // `len` counts bytes, which is what a stream is made of, and not characters. It is a `usize`,
    // and `to_le_bytes` of a `usize` is eight bytes on most machines: the `i32` is the contract's.
    let length = i32::try_from(answer.len()).map_err(|_| {
        io::Error::new(ErrorKind::InvalidData, "the answer is longer than an i32 says")
    })?;

    // The header is always four bytes long, so it needs no border and no `OK` behind it: the body may
    // follow at once. Both in one buffer means one system call and, as a rule, one segment; the
    // client must not count on it.
    let mut frame = Vec::with_capacity(4 + answer.len());
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(answer);
    Ok(frame)
}

/// Runs a command with `sh -c`: what it wrote to its standard error, if anything, else what it
/// wrote to its standard output. Lesson 06's, as it was.
fn execute(command: &[u8]) -> Vec<u8> {
    let output =
        Command::new("sh").arg("-c").arg(OsStr::from_bytes(command)).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.stderr.is_empty() => output.stdout,
        Ok(output) => output.stderr,
        Err(error) => format!("{error}\n").into_bytes(),
    }
}
