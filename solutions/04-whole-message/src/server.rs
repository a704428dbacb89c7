//! Lesson 04, Whole message: the server. Each client asks for so many bytes and gets exactly as
//! many, however often the kernel takes only a part of what it is offered.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// Byte *i* of the message is *i* mod this.
const PERIOD: u8 = 251;

/// So many periods are offered to the kernel at a time. They are whole ones, so that every block of
/// the message looks the same, and a message of gigabytes needs no more memory than one block.
const BLOCK: usize = 1024;

/// The largest `u64` has 20 digits, and then comes the newline.
const LONGEST_LINE: u64 = 21;

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("whole-message-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `address`: lesson 03's outer loop. It comes back only when the
/// server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        match listener.accept() {
            Ok((stream, peer)) => {
                // A client may leave while millions of bytes are still to go, and then `write`
                // fails. That is this client's end and nobody else's.
                if let Err(error) = serve(stream) {
                    eprintln!("{peer}: {error}");
                }
            }
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
            }
        }
    }
}

/// Reads a count from the client and sends as many bytes. The connection is closed on the way out,
/// and that is what tells the client that the message is over.
fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut missing = read_count(&stream)?;
    let block = Vec::from_iter(0..PERIOD).repeat(BLOCK);
    while missing > 0 {
        // The last block is as long as what is left.
        let length = missing.min(block.len() as u64);
        send_all(&mut stream, &block[..length as usize])?;
        missing -= length;
    }
    Ok(())
}

/// The number that the client sends: decimal digits and a newline.
fn read_count(stream: &TcpStream) -> io::Result<u64> {
    // The line may come in pieces, so one `read` will not do; `read_until` reads until it has seen
    // the newline. A `BufReader` may take more from the socket than the line, and what it took is
    // lost when it is dropped: here nothing follows. `take` bounds how much we are ready to remember
    // of a line that never ends.
    let mut line = Vec::new();
    BufReader::new(stream).take(LONGEST_LINE).read_until(b'\n', &mut line)?;

    // Without its newline it is the beginning of a number: `80` may be all that came of `8000`.
    let digits = line.strip_suffix(b"\n").ok_or(ErrorKind::UnexpectedEof)?;
    let number = str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
    number.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "that is no count"))
}

/// Sends all of `rest`, in as many writes as it takes. This is `write_all`, which std has; here it
/// stands to be seen.
fn send_all(stream: &mut TcpStream, mut rest: &[u8]) -> io::Result<()> {
    while !rest.is_empty() {
        match stream.write(rest) {
            // No socket does this, but a loop that took it for progress would never end.
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            // The kernel took so many, and no others are on their way. What it did not take is
            // offered again: to go on behind what was *offered* would leave a hole in the stream.
            Ok(taken) => rest = &rest[taken..],
            // A signal came before the kernel had taken anything. Nothing is lost: once more.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
