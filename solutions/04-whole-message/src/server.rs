//! Lesson 04, Whole message: the server. Each client asks for a number of bytes and gets exactly as
//! many, however often the kernel takes only a part of a write.

use std::env;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

/// Byte *i* of the message is *i* mod this.
const PERIOD: u8 = 251;

/// How many periods each block has. With whole periods every block of the message is the same, so a
/// message of gigabytes needs no more memory than one block.
const BLOCK: usize = 1024;

/// The largest `u64` has 20 digits, followed by the newline.
const LONGEST_LINE: u64 = 21;

/// How long the server waits after an `accept` that failed for lack of a resource.
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

/// Serves clients at `address`, one after another: lesson 03's outer loop. It returns only if the
/// server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        match listener.accept() {
            Ok((stream, peer)) => {
                // A client may leave while millions of bytes are unsent, and then `write` fails.
                // That ends this conversation, not the server.
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

/// Reads a count from the client and sends as many bytes. On return the connection is closed, which
/// tells the client that the message is over.
fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut missing = read_count(&stream)?;
    let block = Vec::from_iter(0..PERIOD).repeat(BLOCK);
    while missing > 0 {
        // The last block has only as many bytes as are missing.
        let length = missing.min(block.len() as u64);
        send_all(&mut stream, &block[..length as usize])?;
        missing -= length;
    }
    Ok(())
}

/// Reads the number that the client sends: decimal digits and a newline.
fn read_count(stream: &TcpStream) -> io::Result<u64> {
    // The line may arrive in pieces, so one `read` is not enough. `read_until` reads until it finds the
    // newline. A `BufReader` may read beyond the line, and those bytes are lost when it is dropped. Here
    // nothing follows the line. `take` limits how much of an endless line we keep.
    let mut line = Vec::new();
    BufReader::new(stream).take(LONGEST_LINE).read_until(b'\n', &mut line)?;

    // Without a newline this is only the start of a number: `80` may be all that arrived of `8000`.
    let digits = line.strip_suffix(b"\n").ok_or(ErrorKind::UnexpectedEof)?;
    let number = str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
    number.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "the request is not a count"))
}

/// Sends all of `rest`, in as many writes as it takes. This is std's `write_all`, written out to
/// show how it works.
fn send_all(stream: &mut TcpStream, mut rest: &[u8]) -> io::Result<()> {
    while !rest.is_empty() {
        match stream.write(rest) {
            // A socket does not return 0 here, but a loop that took it for progress would never end.
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            // The kernel took this many bytes and no others. Offer the rest again: to go on after
            // the bytes that were *offered* would leave a hole in the stream.
            Ok(taken) => rest = &rest[taken..],
            // A signal arrived before the kernel took anything. Nothing is lost: try again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
