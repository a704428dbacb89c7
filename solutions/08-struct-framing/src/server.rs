//! Lesson 08, Struct-style framing: the server. It is lesson 06's server, but it sends the length
//! of each answer in four bytes before it.

use std::env;
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Duration;

/// How long the server waits after an `accept` that failed for lack of a resource.
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

/// Serves clients at `address`, as in lesson 03. It returns only if the server cannot start.
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

/// Puts an answer's length in front of it: Python's `struct.pack('<i', len(answer)) + answer`.
fn frame(answer: &[u8]) -> io::Result<Vec<u8>> {
    // `len` counts bytes, not characters, as a stream needs. It is a `usize`, which has eight bytes
    // on most machines; the contract asks for the four bytes of an `i32`.
    let length = i32::try_from(answer.len()).map_err(|_| {
        io::Error::new(ErrorKind::InvalidData, "the answer's length does not fit into an i32")
    })?;

    // The header always has four bytes, so it needs no delimiter and no `OK`: the body may follow
    // directly. One buffer for both means one system call and usually one segment. The client must
    // not rely on that.
    let mut frame = Vec::with_capacity(4 + answer.len());
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(answer);
    Ok(frame)
}

/// Runs a command with `sh -c`. Returns what it wrote to its standard error, or, if that is empty,
/// what it wrote to its standard output. Unchanged since lesson 06.
fn execute(command: &[u8]) -> Vec<u8> {
    let output =
        Command::new("sh").arg("-c").arg(OsStr::from_bytes(command)).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.stderr.is_empty() => output.stdout,
        Ok(output) => output.stderr,
        Err(error) => format!("{error}\n").into_bytes(),
    }
}
