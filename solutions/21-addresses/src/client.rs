//! Lesson 21, Addresses: the client. It finds the server, by number or by name, and prints the line
//! that the server sends.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

/// The longest line that we accept. Two addresses and a few words are far shorter.
const LONGEST: u64 = 1024;

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("addresses-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Connects to the server at `address` and prints its line.
fn run(address: &str) -> io::Result<()> {
    // This one call has done the work of this lesson in all earlier lessons. It parses the text, looks
    // up the name, and tries one address after another until one accepts. If none does, it returns the
    // last error. Each try needs a new socket, because the addresses may be of different families.
    let stream = TcpStream::connect(address)?;

    // Read one line, in however many reads (lesson 10), with a limit on its length.
    let mut line = Vec::new();
    BufReader::new(stream.take(LONGEST)).read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "no whole line came from the server"));
    }

    let mut output = io::stdout().lock();
    output.write_all(&line)?;
    output.flush()
}
