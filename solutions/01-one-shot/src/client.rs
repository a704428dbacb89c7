//! Lesson 01, One shot: the client. It sends one line and prints the one reply.

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
        // Sending no bytes puts nothing on the wire, and both sides would wait for ever.
        return Err(io::Error::new(ErrorKind::InvalidInput, "there is no line to send"));
    }

    // No bind and no listen: the kernel chooses a local port for us. `connect` takes names, too
    // (`localhost:8888`), and tries each address that the name has.
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(&line)?;

    // One message is at most 1024 bytes, and so is its reply. That a single `read` brings the whole
    // of it is more than TCP promises; lesson 02 does it properly.
    let mut buffer = [0; 1024];
    let received = stream.read(&mut buffer)?;
    if received == 0 {
        // 0 bytes is the end of the stream, and it came where a reply was due. Nobody would notice
        // if we printed an empty line and called that a success.
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the server left without a reply"));
    }

    // The reply is bytes, and `println!` wants text: so it is written, not formatted.
    let mut output = io::stdout().lock();
    output.write_all(&buffer[..received])?;
    output.write_all(b"\n")?;
    output.flush()
}

/// One line of standard input as bytes, without the newline that ends it.
fn read_line() -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    io::stdin().lock().read_until(b'\n', &mut line)?;
    // One newline and no more: `trim` would also take blanks that belong to the message.
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(line)
}
