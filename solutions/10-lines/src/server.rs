//! Lesson 10, Lines: the server. It answers each line in upper case, for one client after another.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// How long a line may be, in bytes, without the newline that ends it.
const LONGEST: usize = 4096;

/// How long the server rests after an `accept` that failed for want of something.
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

/// Serves client after client at `address`. It comes back only when the server cannot start.
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

/// What comes next from a client.
enum Next {
    /// A line, without the newline that ended it.
    Line(Vec<u8>),
    /// The beginning of a line that is too long.
    TooLong,
    /// The end of the stream, and nothing before it.
    End,
}

/// Answers line after line until the client is done.
fn converse(mut stream: &TcpStream) -> io::Result<()> {
    // A `TcpStream` can only say "some bytes". The reader asks for many at a time and hands them out
    // by lines; what it has read beyond this line it keeps for the next one. So it has to live as
    // long as the connection: a new reader for each line would throw the beginning of the next away.
    let mut reader = BufReader::new(stream);
    loop {
        match next_line(&mut reader)? {
            Next::Line(mut line) => {
                line.make_ascii_uppercase();
                line.push(b'\n');
                // `&TcpStream` can be written to, just as the reader reads from one: the two
                // directions of a connection have nothing to do with each other.
                stream.write_all(&line)?;
            }
            Next::TooLong => {
                stream.write_all(b"ERR line too long\n")?;
                // The caller closes. If more of that line lies unread in the kernel, this is a reset
                // (lesson 01), and it may overtake our `ERR`. To be polite to somebody who sends
                // without end, we would have to read without end.
                return Err(io::Error::new(ErrorKind::InvalidData, "a line is too long"));
            }
            Next::End => return Ok(()),
        }
    }
}

/// Reads up to the next newline.
fn next_line(reader: &mut impl BufRead) -> io::Result<Next> {
    // `read_until` alone would fill our memory for whoever never sends a newline. `take` puts an end
    // to it: the longest line and its `\r\n`, and nothing beyond.
    let mut line = Vec::new();
    let most = LONGEST as u64 + 2;
    if reader.take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(Next::End);
    }

    // Looked for in the whole line, not in the piece that came last: `\r` and `\n` may have come in
    // two. Where there is no newline, the stream has ended (or the line is too long, see below), and
    // a last line that its sender did not end is a line all the same.
    if line.last() == Some(&b'\n') {
        line.pop();
        // One `\r`, and only here, where a newline stood behind it. `trim` would take much more.
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }

    if line.len() > LONGEST { Ok(Next::TooLong) } else { Ok(Next::Line(line)) }
}
