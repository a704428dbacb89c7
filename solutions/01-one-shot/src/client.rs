//! Lesson 01, One shot: the client. It sends one line and prints the reply.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one-shot-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends one line of standard input to the server at `address` and prints the reply.
fn run(address: &str) -> io::Result<()> {
    let line = read_line()?;
    if line.is_empty() {
        // Sending 0 bytes puts nothing on the wire, and both sides would wait for ever.
        return Err(io::Error::new(ErrorKind::InvalidInput, "there is no line to send"));
    }

    // A client does not need bind: the kernel chooses a local port. `connect` also takes names
    // (`localhost:8888`), and tries each address of the name in turn.
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(&line)?;

    // A message has at most 1024 bytes, and so has its reply. TCP does not promise that one `read`
    // returns the whole reply; lesson 02 does this properly.
    let mut buffer = [0; 1024];
    let received = stream.read(&mut buffer)?;
    if received == 0 {
        // 0 bytes means the end of the stream, and it came before any reply. An empty line and status 0
        // would hide that from the user.
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the server left without a reply"));
    }

    // The reply is bytes, and `println!` formats text. So write the bytes as they are.
    let mut output = io::stdout().lock();
    output.write_all(&buffer[..received])?;
    output.write_all(b"\n")?;
    output.flush()
}

/// One line of standard input as bytes, without the newline that ends it.
fn read_line() -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut line)?;
    // Remove one newline only: `trim` would also remove spaces that belong to the message.
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(line)
}
