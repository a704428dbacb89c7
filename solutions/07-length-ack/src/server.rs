//! Lesson 07, Length, then acknowledgement: the server. It is lesson 06's, but it says first how
//! long an answer is, and sends the answer when the client has said `OK`.

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
            eprintln!("length-ack-server: {address}: {error}");
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

        // The length has no border behind it: `1` and then `2` is 12, and `12` with the answer's own
        // `3` behind it is 123. So nothing may follow it until the client has said that it has it.
        // That costs a journey to the client and back for each answer; lesson 08 gets rid of it.
        stream.write_all(answer.len().to_string().as_bytes())?;
        expect_ok(&mut stream)?;

        // Of an answer without a byte nothing is left to send, but its length has been said, so the
        // client knows. In lesson 06 it would wait for ever.
        stream.write_all(&answer)?;
    }
}

/// Receives the client's `OK`.
fn expect_ok(stream: &mut TcpStream) -> io::Result<()> {
    // Two bytes, in however many pieces they come. A receive of up to 1024 would do as long as the
    // client waits for its answer; this one is right without that.
    let mut word = [0; 2];
    stream.read_exact(&mut word)?;
    if &word != b"OK" {
        // Client and server do not agree on what is being said any more, and bytes alone will not
        // bring them together again: the conversation is over.
        return Err(io::Error::new(ErrorKind::InvalidData, "the client did not say OK"));
    }
    Ok(())
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
