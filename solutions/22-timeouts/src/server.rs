//! Lesson 22, Timeouts: the server. It answers lines as in lesson 10, with a limit for each line. A
//! client that has ended its own stream still gets all of its answers.

use std::env;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

/// How long a line may be, in bytes, without its newline.
const LONGEST: usize = 4096;

/// How long the server sleeps after an `accept` that failed because a resource was missing.
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
        // Refuse zero: it would mean "for ever" to the kernel, so std does not accept it either.
        let time = words.next().and_then(|time| time.parse().ok()).filter(|time| *time > 0);
        let what = "--idle wants milliseconds";
        let time = time.ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, what))?;
        idle = Some(Duration::from_millis(time));
    }
    Ok((address, idle))
}

/// Serves one client after another at `address`. It returns only if the server cannot start.
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
        // To disconnect a client, just end the conversation: that drops its stream.
        if let Err(error) = converse(&stream, idle) {
            eprintln!("{peer}: {error}");
        }
    }
}

/// The next event in a client's stream.
enum Next {
    /// A line, without its newline.
    Line(Vec<u8>),
    /// The beginning of a line that is too long.
    TooLong,
    /// The end of the stream.
    End,
}

fn line_or_too_long(line: Vec<u8>) -> Next {
    if line.len() > LONGEST { Next::TooLong } else { Next::Line(line) }
}

/// Answers line after line until the client's stream ends.
fn converse(mut stream: &TcpStream, idle: Option<Duration>) -> io::Result<()> {
    // A client that does not read our answers keeps us waiting, too, so limit the writes as well.
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
            // Close only now, when every answer has been written. The client may have closed its
            // sending direction long ago (`shutdown`, or `nc -N` in a pipe) and be waiting for
            // them.
            Next::End => return Ok(()),
        }
    }
}

/// Reads a client's lines.
struct Lines<'a> {
    stream: &'a TcpStream,
    /// Bytes that were received and not answered yet: a part of a line, or several lines.
    kept: Vec<u8>,
    /// The stream has ended. `kept` may still have bytes.
    ended: bool,
}

impl Lines<'_> {
    /// Returns the next line. The client has the time `idle` for it.
    fn next(&mut self, idle: Option<Duration>) -> io::Result<Next> {
        // The deadline is for the whole line. A limit for each read would start again with each byte.
        // Then a client could keep us here for ever with a byte now and then.
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
            // The last byte may be a `\r`, which does not count.
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

    /// Receives more bytes, or the end. Returns an error if neither arrives before the deadline.
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
                // A read that timed out reports EAGAIN on Unix, and ETIMEDOUT on Windows. In both
                // cases, look at our own clock again.
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
