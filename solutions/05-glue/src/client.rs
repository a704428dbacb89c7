//! Lesson 05, Glue: the client. It sends once for each message that it is told, and leaves.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::net::TcpStream;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

fn main() -> ExitCode {
    // `args_os`, for `args` panics where an argument is no UTF-8, and a message may be any bytes.
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

    // While something small is on its way and not yet acknowledged, the kernel keeps back what is
    // small, too, and lets it grow until the acknowledgement comes: Nagle's algorithm. It saves the
    // network a crowd of tiny segments, and glues our messages together before they have even left.
    // Switched off, each send leaves at once. That makes them *leave* one by one; how they are
    // *received* is another matter, which no option of the sender's decides.
    stream.set_nodelay(nodelay)?;

    for message in messages {
        // One send for each. Into one buffer first and then in one go: the same bytes would arrive,
        // in the same order. To the receiver it is all the same stream.
        stream.write_all(message)?;
    }
    Ok(())
    // Dropping `stream` closes it. What is still kept back leaves now, and the end behind it.
}
