//! Lesson 22, Timeouts: the server. Lesson 10's, but nobody keeps it waiting for ever, and it knows a
//! half-closed connection from a closed one.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

/// How long a line may be, in bytes, without the newline that ends it.
const LONGEST: usize = 4096;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    match arguments().and_then(|(address, idle)| run(&address, idle)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("timeouts-server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `ADDR [--idle MS]`
fn arguments() -> io::Result<(String, Option<Duration>)> {
    let mut address = "127.0.0.1:8888".to_owned();
    let mut idle = None;
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        if word != "--idle" {
            address = word;
            continue;
        }
        // No zero: std refuses to set it, since it would mean "for ever" to the kernel.
        let time = words.next().and_then(|time| time.parse().ok()).filter(|time| *time > 0);
        let what = "--idle wants milliseconds";
        let time = time.ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, what))?;
        idle = Some(Duration::from_millis(time));
    }
    Ok((address, idle))
}

/// Serves client after client at `address`. It comes back only when the server cannot start.
fn run(address: &str, idle: Option<Duration>) -> io::Result<()> {
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
        // Dropping somebody is no more than this: the conversation ends, and the stream with it.
        if let Err(error) = converse(&stream, idle) {
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
    /// The last word: nothing more will come.
    End,
}

fn line_or_too_long(line: Vec<u8>) -> Next {
    if line.len() > LONGEST { Next::TooLong } else { Next::Line(line) }
}

/// Answers line after line until the client has said its last word.
fn converse(mut stream: &TcpStream, idle: Option<Duration>) -> io::Result<()> {
    // Whoever does not take our answers is silent, too, in the other direction.
    stream.set_write_timeout(idle)?;
    let mut lines = Lines { stream, kept: Vec::new(), ended: false };
    loop {
        match lines.next(idle)? {
            Next::Line(mut line) => {
                line.make_ascii_uppercase();
                line.push(b'\n');
                stream.write_all(&line)?;
            }
            Next::TooLong => {
                stream.write_all(b"ERR line too long\n")?;
                return Err(io::Error::new(ErrorKind::InvalidData, "a line is too long"));
            }
            // Only now, with every answer written, do we close. The client may have closed its half
            // long ago (`shutdown`, in a pipe `nc -N`) and be waiting for exactly these.
            Next::End => return Ok(()),
        }
    }
}

/// What a client says, by lines.
struct Lines<'a> {
    stream: &'a TcpStream,
    /// Read, and not yet answered: a part of a line, or several.
    kept: Vec<u8>,
    /// The stream has ended. What is kept is still there.
    ended: bool,
}

impl Lines<'_> {
    /// The next line, for which the client has so long.
    fn next(&mut self, idle: Option<Duration>) -> io::Result<Next> {
        // The clock runs for the whole line. A time-out for each read would be wound up again by
        // each byte, and a byte now and then is all that it takes to keep us here for ever.
        let deadline = idle.map(|idle| Instant::now() + idle);
        loop {
            if let Some(end) = self.kept.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.kept.drain(..=end).collect();
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(line_or_too_long(line));
            }
            // A `\r` may be the last byte, and then it does not count.
            if self.kept.len() > LONGEST + 1 {
                return Ok(Next::TooLong);
            }
            if self.ended {
                let line = std::mem::take(&mut self.kept);
                return Ok(if line.is_empty() { Next::End } else { line_or_too_long(line) });
            }
            self.receive(deadline)?;
        }
    }

    /// Receives some more, or the end; an error if neither comes before the deadline.
    fn receive(&mut self, deadline: Option<Instant>) -> io::Result<()> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(deadline) = deadline {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(io::Error::new(ErrorKind::TimedOut, "no line in time"));
                }
                self.stream.set_read_timeout(Some(left))?;
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => self.ended = true,
                Ok(count) => self.kept.extend_from_slice(&buffer[..count]),
                // A read that has timed out is EAGAIN on Unix, ETIMEDOUT on Windows. Either only means
                // that it is time to look at the clock again.
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    continue;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}
