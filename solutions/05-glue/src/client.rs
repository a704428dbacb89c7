//! Lesson 05, Glue: the client. It sends each message with one send, and then closes the connection.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::net::TcpStream;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

fn main() -> ExitCode {
    // `args` panics on an argument that is not UTF-8, and a message may be any bytes.
    let mut arguments = env::args_os().skip(1).peekable();
    let address = arguments.next().unwrap_or_else(|| OsString::from("127.0.0.1:8888"));
    let address = address.to_string_lossy();
    let nodelay = arguments.next_if(|word| word == "--nodelay").is_some();
    let messages: Vec<Vec<u8>> = arguments.map(OsString::into_vec).collect();
    match run(&address, nodelay, &messages) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("glue-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends the messages to the server at `address`, each with a send of its own.
fn run(address: &str, nodelay: bool, messages: &[Vec<u8>]) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;

    // While earlier data is not acknowledged, the kernel holds small sends back and joins them
    // (Nagle's algorithm). That saves the network many tiny segments, and it joins our messages
    // before they have left. `TCP_NODELAY` switches this off: each send then leaves at once, as far
    // as the peer's window and the congestion window allow. This changes how the messages *leave*.
    // No option of the sender decides how they are *received*.
    stream.set_nodelay(nodelay)?;

    for message in messages {
        // One send for each message. If we collected them in a buffer and sent them together, the
        // same bytes would arrive in the same order. The receiver could not tell the difference.
        stream.write_all(message)?;
    }
    Ok(())
    // Dropping `stream` closes it. The kernel sends what it still holds back, and then the end.
}
