//! Lesson 06, Leftover: the server. It runs commands for its clients and sends back their output.
//! It sends nothing that shows where an answer ends. It is naive on purpose; lessons 07 and 08
//! repair that.

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
            eprintln!("leftover-server: {address}: {error}");
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
    // One receive is one command. The stream does not promise that. It holds only because the
    // client sends a short command in one piece, and nothing more before it has its answer.
    let mut buffer = [0; 1024];
    loop {
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Ok(());
        }
        // This sends the whole answer. One receive of the client may return only a part of it, and the
        // client cannot know that. Nothing that we send says how long the answer is.
        stream.write_all(&execute(&buffer[..received]))?;
    }
}

/// Runs a command with `sh -c`. Returns what it wrote to its standard error, or, if that is empty,
/// what it wrote to its standard output.
fn execute(command: &[u8]) -> Vec<u8> {
    let output = Command::new("sh")
        .arg("-c")
        // A command is bytes, and so are arguments on Unix. Neither has to be UTF-8.
        .arg(OsStr::from_bytes(command))
        // Some ways to start a command let it inherit our standard input. A command that reads
        // would then wait for input from the server's keyboard.
        .stdin(Stdio::null())
        // `output` reads both pipes at the same time until both end, and then waits for the child.
        // In any other order we may wait for the command to end while it waits for room in a pipe.
        // A child for which its parent does not wait stays behind as a zombie.
        .output();
    match output {
        Ok(output) if output.stderr.is_empty() => output.stdout,
        Ok(output) => output.stderr,
        // The command could not be started: it contains a NUL byte, or the system has reached its
        // limit of processes. The message is the answer.
        Err(error) => format!("{error}\n").into_bytes(),
    }
}
