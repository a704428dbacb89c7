//! Lesson 06, Leftover: the server. It runs commands for its clients and sends back what they have
//! to say, and nothing that would tell where an answer ends. It is naive on purpose; lessons 07 and
//! 08 mend it.

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
            eprintln!("leftover-server: {address}: {error}");
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
    // One receive, one command. The stream does not promise that: it holds only because the client
    // sends a short command at once, and nothing more before it has its answer.
    let mut buffer = [0; 1024];
    loop {
        let received = stream.read(&mut buffer)?;
        if received == 0 {
            return Ok(());
        }
        // All of the answer goes out. How much of it the client takes with one receive is another
        // matter, and so is what it will take for the next answer: nothing here says how long it is.
        stream.write_all(&execute(&buffer[..received]))?;
    }
}

/// Runs a command with `sh -c`: what it wrote to its standard error, if anything, else what it
/// wrote to its standard output.
fn execute(command: &[u8]) -> Vec<u8> {
    let output = Command::new("sh")
        .arg("-c")
        // A command is bytes, and so are arguments on Unix: nobody has to ask whether it is UTF-8.
        .arg(OsStr::from_bytes(command))
        // Ours would be the default for some ways to start a command, and then a command that reads
        // would wait for somebody to type on the server's keyboard.
        .stdin(Stdio::null())
        // Two pipes, read side by side until both end, and then the child is waited for. In any
        // other order a command that writes more than a pipe holds would wait for us to read, and
        // we would wait for it to end. And a child that nobody waits for stays behind as a zombie.
        .output();
    match output {
        Ok(output) if output.stderr.is_empty() => output.stdout,
        Ok(output) => output.stderr,
        // It could not even be started: a NUL byte in the command, or no processes left. That is an
        // answer, too.
        Err(error) => format!("{error}\n").into_bytes(),
    }
}
