//! Lesson 21, Addresses: the client. It finds the server, be it by numbers or by name, and prints what
//! it is told.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

/// Two addresses and a few words are far shorter.
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
    // This one call has always done what this lesson is about: it takes the text apart, looks the
    // name up, and tries address after address until one lets it in. The error, if none does, is the
    // last one's. Each attempt is a socket of its own, for each address may be of another family.
    let stream = TcpStream::connect(address)?;

    // One line, however many reads it takes (lesson 10), and no longer than one may be.
    let mut line = Vec::new();
    BufReader::new(stream.take(LONGEST)).read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "no whole line came from the server"));
    }

    let mut output = io::stdout().lock();
    output.write_all(&line)?;
    output.flush()
}
