//! Lesson 22, Timeouts: the client. Lesson 10's, but it does not wait for ever: neither to be let in
//! nor for a reply.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long to wait; `None` for as long as it takes.
#[derive(Default)]
struct Limits {
    connect: Option<Duration>,
    read: Option<Duration>,
}

fn main() -> ExitCode {
    match arguments().and_then(|(address, limits)| run(&address, &limits)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("timeouts-client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `ADDR [--connect-timeout MS] [--read-timeout MS]`
fn arguments() -> io::Result<(String, Limits)> {
    let wrong = |what: String| io::Error::new(ErrorKind::InvalidInput, what);
    let mut address = "127.0.0.1:8888".to_owned();
    let mut limits = Limits::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let limit = match word.as_str() {
            "--connect-timeout" => &mut limits.connect,
            "--read-timeout" => &mut limits.read,
            _ => {
                address = word;
                continue;
            }
        };
        // No zero: it would mean "for ever" to the kernel, and std refuses to pass it on.
        let time = words.next().and_then(|time| time.parse().ok()).filter(|time| *time > 0);
        let time = time.ok_or_else(|| wrong(format!("{word} wants milliseconds")))?;
        *limit = Some(Duration::from_millis(time));
    }
    Ok((address, limits))
}

/// Talks to the server at `address` until `q` or the end of standard input.
fn run(address: &str, limits: &Limits) -> io::Result<()> {
    let stream = connect(address, limits.connect)
        .map_err(|error| io::Error::new(error.kind(), format!("connect: {}", name(&error))))?;
    let mut replies = Replies { stream: &stream, kept: Vec::new(), owed: 0 };
    let mut output = io::stdout().lock();

    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        line.push(b'\n');
        (&stream).write_all(&line)?;

        match replies.next(limits.read)? {
            Some(reply) => output.write_all(&reply)?,
            None => output.write_all(b"read: timed out")?,
        }
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Connects to the first address that lets us in, and gives none of them longer than the limit.
fn connect(address: &str, limit: Option<Duration>) -> io::Result<TcpStream> {
    // Without a limit, this gives up after the kernel's own: about two minutes on Linux.
    let Some(limit) = limit else { return TcpStream::connect(address) };
    let mut last = io::Error::new(ErrorKind::NotFound, "nobody has this name");

    // `connect_timeout` wants one address, looked up already: the limit is for one attempt. So the
    // loop that lesson 21 got for nothing has to be written here. (How long the look-up itself may
    // take, nobody bounds: getaddrinfo(3) has no time-out.)
    for one in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&one, limit) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The error's name as the manual pages write it.
fn name(error: &io::Error) -> String {
    // Not by number: ECONNREFUSED is 111 on Linux and 61 on macOS. And not every error has one: when
    // `connect_timeout` gives up, no system call has failed, and `raw_os_error()` is `None`.
    let name = match error.kind() {
        ErrorKind::ConnectionRefused => "ECONNREFUSED",
        ErrorKind::TimedOut => "ETIMEDOUT",
        ErrorKind::NetworkUnreachable => "ENETUNREACH",
        ErrorKind::HostUnreachable => "EHOSTUNREACH",
        ErrorKind::ConnectionReset => "ECONNRESET",
        ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
        ErrorKind::PermissionDenied => "EACCES",
        _ => return error.to_string(),
    };
    name.to_owned()
}

/// What the server says, by lines.
struct Replies<'a> {
    stream: &'a TcpStream,
    /// Read, and not yet a whole line. It survives a time-out: half a reply stays half a reply.
    kept: Vec<u8>,
    /// Replies that we have stopped waiting for. They still come, and they come first: the server
    /// answers in order, and nothing in a reply says which question it belongs to.
    owed: usize,
}

impl Replies<'_> {
    /// The reply to the question that was asked last; `None` if it has not come in time.
    fn next(&mut self, limit: Option<Duration>) -> io::Result<Option<Vec<u8>>> {
        // A moment, not a length of time: however many reads it takes, they share it. A server that
        // sends a byte now and then would begin a new time-out with each.
        let deadline = limit.map(|limit| Instant::now() + limit);
        loop {
            while let Some(line) = self.take_line() {
                if self.owed == 0 {
                    return Ok(Some(line));
                }
                self.owed -= 1;
            }
            if !self.receive(deadline)? {
                self.owed += 1;
                return Ok(None);
            }
        }
    }

    /// The first whole line of what has come, without its newline.
    fn take_line(&mut self) -> Option<Vec<u8>> {
        let end = self.kept.iter().position(|byte| *byte == b'\n')?;
        let mut line: Vec<u8> = self.kept.drain(..=end).collect();
        line.pop();
        Some(line)
    }

    /// Receives some more; `false` if nothing has come before the deadline.
    fn receive(&mut self, deadline: Option<Instant>) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(deadline) = deadline {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Ok(false);
                }
                self.stream.set_read_timeout(Some(left))?;
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => {
                    let what = "the server left without a reply";
                    return Err(io::Error::new(ErrorKind::UnexpectedEof, what));
                }
                Ok(count) => {
                    self.kept.extend_from_slice(&buffer[..count]);
                    return Ok(true);
                }
                // A read that has timed out has two names: EAGAIN on Unix, ETIMEDOUT on Windows. The
                // kernel's ticks are coarse, so whether the time is over is for our clock to say.
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
