//! Lesson 15, Retry: the client. It asks again until it is answered, and knows its own answer.

use std::env;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufRead, ErrorKind, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A request is sent once, and so many times again.
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

/// Asks the server at `address` for each line, until `q` or the end of standard input. `timeout` is
/// how long it waits for a reply before it asks again.
fn run(address: &str, timeout: Duration) -> io::Result<()> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    // Strangers are kept out by the kernel (lesson 13). Our own server's *old* replies are not: they
    // come from the right address, and only their id gives them away.
    socket.connect(address)?;

    // The first id is chosen by chance (std's hash maps are seeded that way, and lend it to us). A
    // client that always began with 1 would ask, after it was started again, what the server has
    // answered long ago. The next ones are counted.
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

/// Asks until there is an answer: the count, and the payload.
fn ask(socket: &UdpSocket, id: u32, line: &[u8], timeout: Duration) -> io::Result<(u32, Vec<u8>)> {
    // Made once and sent as often as it takes: the same id, so that the server can tell.
    let request = [&id.to_be_bytes(), line].concat();
    let mut patience = timeout;
    for _ in 0..=REPEATS {
        socket.send(&request)?;
        if let Some(reply) = reply_before(socket, id, Instant::now() + patience)? {
            return Ok(reply);
        }
        // Was it lost, or is the way only crowded? In the second case asking at the same pace would
        // crowd it further. So each time the wait is twice as long (RFC 8085, 3.1).
        patience *= 2;
    }
    let tries = REPEATS + 1;
    Err(io::Error::new(ErrorKind::TimedOut, format!("no answer to {tries} requests")))
}

/// Waits for the answer to request `id`; `None` where it has not come by `deadline`.
fn reply_before(
    socket: &UdpSocket,
    id: u32,
    deadline: Instant,
) -> io::Result<Option<(u32, Vec<u8>)>> {
    let mut buffer = [0; 65_507];
    loop {
        // The moment stays and the wait gets shorter. With the whole time for each receive, somebody
        // who sends us rubbish now and then would keep us from ever asking again.
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        socket.set_read_timeout(Some(left))?;
        let length = match socket.recv(&mut buffer) {
            Ok(length) => length,
            // The time is over: std calls it one or the other, by the system.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(None);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let Some((head, payload)) = buffer[..length].split_first_chunk::<8>() else { continue };
        let [i0, i1, i2, i3, count @ ..] = *head;
        // An answer to an older request: its twin had arrived in time. Not ours, and no error.
        if u32::from_be_bytes([i0, i1, i2, i3]) != id {
            continue;
        }
        return Ok(Some((u32::from_be_bytes(count), payload.to_vec())));
    }
}

/// The next line as bytes, without the newline that ends it; `None` at the end.
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
