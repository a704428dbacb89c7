//! Lesson 10, Lines: the server. It answers each line in upper case, for one client after another.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// The longest line, in bytes, without its line ending.
const LONGEST: usize = 4096;

/// How long the server waits after an `accept` that failed for lack of a resource.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lines-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves clients at `address`, one after another. It returns only if the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };
        if let Err(error) = converse(&stream) {
            eprintln!("{peer}: {error}");
        }
    }
}

/// The next thing that a client sends.
enum Next {
    /// A line, without the newline that ended it.
    Line(Vec<u8>),
    /// The beginning of a line that is too long.
    TooLong,
    /// The end of the stream, without a line before it.
    End,
}

/// Answers line after line until the client is done.
fn converse(mut stream: &TcpStream) -> io::Result<()> {
    // A `TcpStream` returns some bytes. The reader asks for many at a time and returns lines. It keeps
    // the bytes after this line for the next one. So it has to live as long as the connection: a new
    // reader for each line would lose the beginning of the next line.
    let mut reader = BufReader::new(stream);
    loop {
        match next_line(&mut reader)? {
            Next::Line(mut line) => {
                line.make_ascii_uppercase();
                line.push(b'\n');
                // The reader borrows the stream, but `&TcpStream` implements `Write` as well: the
                // two directions of a connection are independent.
                stream.write_all(&line)?;
            }
            Next::TooLong => {
                stream.write_all(b"ERR line too long\n")?;
                // The caller closes the connection. If more of that line is unread in the kernel,
                // it sends a reset (lesson 01), which may overtake our `ERR`. To avoid that, we
                // would have to read on, and the client may send without end.
                return Err(io::Error::new(ErrorKind::InvalidData, "a line is too long"));
            }
            Next::End => return Ok(()),
        }
    }
}

/// Reads up to the next newline.
fn next_line(reader: &mut impl BufRead) -> io::Result<Next> {
    // `read_until` alone would fill our memory if a client never sends a newline. `take` limits it
    // to the longest line and its `\r\n`.
    let mut line = Vec::new();
    let most = LONGEST as u64 + 2;
    if reader.take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(Next::End);
    }

    // Look at the whole line, not at the last piece: `\r` and `\n` may have arrived in two pieces.
    // If there is no newline, the stream has ended (or the line is too long, see below). A last
    // line without a newline is a line, too.
    if line.last() == Some(&b'\n') {
        line.pop();
        // Remove one `\r`, and only if a newline followed it. `trim` would remove much more.
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }

    if line.len() > LONGEST { Ok(Next::TooLong) } else { Ok(Next::Line(line)) }
}
