//! Lesson 07, Length, then acknowledgement: the server. It is lesson 06's server, but it sends an
//! answer's length first, and the answer only when the client has said `OK`.

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
            eprintln!("length-ack-server: {address}: {error}");
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

        // No delimiter follows the length: if the answer begins with `3`, then `12` looks like 123.
        // So send nothing more until the client has acknowledged the length. That costs a round
        // trip for each answer; lesson 08 avoids it.
        stream.write_all(answer.len().to_string().as_bytes())?;
        expect_ok(&mut stream)?;

        // For an empty answer this sends nothing, but the client knows its length and does not
        // wait. In lesson 06 it would wait for ever.
        stream.write_all(&answer)?;
    }
}

/// Receives the client's `OK`.
fn expect_ok(stream: &mut TcpStream) -> io::Result<()> {
    // Two bytes, in however many pieces they arrive. A receive of up to 1024 bytes is enough only
    // as long as the client waits for its answer; this is right in any case.
    let mut word = [0; 2];
    stream.read_exact(&mut word)?;
    if &word != b"OK" {
        // Client and server no longer agree on where messages begin, and they cannot recover from
        // that. End the conversation.
        return Err(io::Error::new(ErrorKind::InvalidData, "the client did not say OK"));
    }
    Ok(())
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
