//! Lesson 15, Retry: the client. It repeats a request until it is answered, and recognizes its
//! reply.

use std::env;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufRead, ErrorKind, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many times a request is sent again after the first try.
const REPEATS: u32 = 6;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let timeout = match (arguments.next().as_deref(), arguments.next().map(|ms| ms.parse())) {
        (None, None) => Duration::from_millis(200),
        (Some("--timeout"), Some(Ok(ms @ 1..))) => Duration::from_millis(ms),
        _ => {
            eprintln!("usage: retry-client ADDRESS [--timeout MILLISECONDS]");
            return ExitCode::FAILURE;
        }
    };
    match run(&address, timeout) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("retry-client: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends each line to the server at `address` as a request, until `q` or the end of standard input.
/// `timeout` is how long it waits for a reply to the first try.
fn run(address: &str, timeout: Duration) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    // The kernel discards a stranger's datagrams (lesson 13). It does not discard our own server's
    // *old* replies: they come from the right address, and only their id differs.
    socket.connect(address)?;

    // The first id is random. (std seeds its hash maps with random numbers, so take one of those.)
    // If the client always began with 1, then after a restart the server might take its request for
    // one that it has answered before. The following ids count up.
    let mut id = RandomState::new().build_hasher().finish() as u32;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    while let Some(line) = next_line(&mut input)? {
        if line == b"q" {
            break;
        }
        id = id.wrapping_add(1);
        let (count, payload) = ask(&socket, id, &line, timeout)?;
        write!(output, "{count} ")?;
        output.write_all(&payload)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Repeats the request until it is answered. Returns the count and the payload.
fn ask(socket: &UdpSocket, id: u32, line: &[u8], timeout: Duration) -> io::Result<(u32, Vec<u8>)> {
    // Make the datagram once and send it for each try. It has the same id, so that the server
    // recognizes a repeated request.
    let request = [&id.to_be_bytes(), line].concat();
    let mut wait = timeout;
    for _ in 0..=REPEATS {
        socket.send(&request)?;
        if let Some(reply) = reply_before(socket, id, Instant::now() + wait)? {
            return Ok(reply);
        }
        // Was it lost, or is the network congested? In the second case, asking at the same pace
        // would make it worse. So each wait is twice as long as the one before (RFC 8085, 3.1).
        wait *= 2;
    }
    let tries = REPEATS + 1;
    Err(io::Error::new(ErrorKind::TimedOut, format!("no answer to {tries} requests")))
}

/// Waits for the reply to request `id`. Returns `None` if it has not arrived by `deadline`.
fn reply_before(
    socket: &UdpSocket,
    id: u32,
    deadline: Instant,
) -> io::Result<Option<(u32, Vec<u8>)>> {
    let mut buffer = [0; 65_507];
    loop {
        // The deadline stays, and each wait gets shorter. If each receive had the whole time, a
        // peer that sends unrelated datagrams now and then would keep us from ever asking again.
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        socket.set_read_timeout(Some(left))?;
        let length = match socket.recv(&mut buffer) {
            Ok(length) => length,
            // The time is over. Which of the two kinds std reports depends on the system.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(None);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let Some((head, payload)) = buffer[..length].split_first_chunk::<8>() else { continue };
        let [i0, i1, i2, i3, count @ ..] = *head;
        // A second reply to an older request. It is not ours, and it is not an error.
        if u32::from_be_bytes([i0, i1, i2, i3]) != id {
            continue;
        }
        return Ok(Some((u32::from_be_bytes(count), payload.to_vec())));
    }
}

/// Returns the next line as bytes, without its newline, or `None` at the end of the input.
fn next_line(source: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if source.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
