//! Lesson 22, Timeouts: the client. It sends lines as in lesson 10, and has a limit for connecting
//! and for each reply.

use std::env;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long to wait. `None` means as long as it takes.
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
        // Refuse zero: it would mean "for ever" to the kernel, so std does not accept it either.
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

/// Connects to the first address that accepts, and waits no longer than the limit for any of them.
fn connect(address: &str, limit: Option<Duration>) -> io::Result<TcpStream> {
    // Without our limit, the kernel's applies: about two minutes on Linux.
    let Some(limit) = limit else { return TcpStream::connect(address) };
    let mut last = io::Error::new(ErrorKind::NotFound, "this name does not exist");

    // `connect_timeout` takes one address, because its limit is for one attempt. So we need the
    // loop that `TcpStream::connect` has inside (lesson 21). (The look-up itself has no limit:
    // getaddrinfo(3) does not offer one.)
    for one in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&one, limit) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Returns the error's name as manual pages write it.
fn name(error: &io::Error) -> String {
    // Do not use numbers: ECONNREFUSED is 111 on Linux and 61 on macOS. Some errors have none: when
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

/// Reads the server's replies, one line each.
struct Replies<'a> {
    stream: &'a TcpStream,
    /// Bytes that are not a whole line yet. They survive a timeout: the rest of that reply follows.
    kept: Vec<u8>,
    /// How many replies we have stopped waiting for. They still arrive, before all others: the
    /// server answers in order, and a reply does not say which question it belongs to.
    owed: usize,
}

impl Replies<'_> {
    /// Returns the reply to the latest question, or `None` if it has not arrived in time.
    fn next(&mut self, limit: Option<Duration>) -> io::Result<Option<Vec<u8>>> {
        // A point in time, which all reads of this reply share. With a duration for each read, a
        // server that sends a byte now and then would start the limit again each time.
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

    /// Takes the first whole line out of the received bytes, without its newline.
    fn take_line(&mut self) -> Option<Vec<u8>> {
        let end = self.kept.iter().position(|byte| *byte == b'\n')?;
        let mut line: Vec<u8> = self.kept.drain(..=end).collect();
        line.pop();
        Some(line)
    }

    /// Receives more bytes. Returns `false` if none arrived before the deadline.
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
                // A read that timed out reports EAGAIN on Unix, and ETIMEDOUT on Windows. The
                // kernel's timer is coarse, so let our own clock decide whether the time is over.
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
