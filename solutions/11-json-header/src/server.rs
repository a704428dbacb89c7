//! Lesson 11, JSON header: the server. It runs commands as in lesson 08, but the header in front of
//! each answer can say more than a length.

use std::env;
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use serde::Serialize;

/// How long the server waits after an `accept` that failed for lack of a resource.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("json-header-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        match listener.accept() {
            // An error with one client ends here, and the server goes on with the next (lesson 03).
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

/// Runs each command that arrives and sends its answer, until the client is done.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        // This is still lesson 06's weak spot, on purpose: a command is what one receive returns.
        // Only the *answer* has a frame.
        let received = match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(received) => received,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let answer = execute(&buffer[..received]);
        stream.write_all(&frame(&answer)?)?;
    }
}

/// The result of a command.
struct Answer {
    exit_code: i32,
    /// The source of the body: `stdout` or `stderr`.
    stream: &'static str,
    body: Vec<u8>,
}

/// The header as it goes over the wire. The names and types of its fields are defined only here.
#[derive(Serialize)]
struct Header {
    data_len: usize,
    exit_code: i32,
    stream: &'static str,
}

/// Returns the answer's bytes: length of the header, header, body.
fn frame(answer: &Answer) -> io::Result<Vec<u8>> {
    let header =
        Header { data_len: answer.body.len(), exit_code: answer.exit_code, stream: answer.stream };
    let header = serde_json::to_vec(&header)?;
    // JSON has no fixed length, so its length has to stand in front of it. Again that is four
    // bytes: `struct.pack('<i', n)`, little-endian, signed.
    let length = i32::try_from(header.len()).map_err(io::Error::other)?;

    // One buffer and one `write_all`. Three small writes would give the client the same bytes, but
    // the second might wait until the first is acknowledged (Nagle's algorithm, tcp(7)).
    Ok([&length.to_le_bytes()[..], &header, &answer.body].concat())
}

/// Runs a command with the shell.
fn execute(command: &[u8]) -> Answer {
    let ran = Command::new("sh")
        .arg("-c")
        // A command is bytes, and so is an argument.
        .arg(OsStr::from_bytes(command))
        // Without this a command could read from the server's standard input and wait for ever.
        .stdin(Stdio::null())
        // `output` drains both pipes at the same time and then waits for the child. So a command
        // that fills one of them does not get stuck, and it leaves no zombie (lesson 06).
        .output();
    match ran {
        Ok(output) => {
            let exit_code = exit_code(output.status);
            match output.stderr.is_empty() {
                true => Answer { exit_code, stream: "stdout", body: output.stdout },
                false => Answer { exit_code, stream: "stderr", body: output.stderr },
            }
        }
        // The shell may be missing, or the command may contain a zero byte. Send an answer in that
        // case, too: without one the client would wait for ever.
        Err(error) => {
            let body = format!("cannot run this: {error}\n").into_bytes();
            Answer { exit_code: 126, stream: "stderr", body }
        }
    }
}

/// A command that a signal ended has no exit code. Shells use 128 plus the signal's number then.
fn exit_code(status: ExitStatus) -> i32 {
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
}
