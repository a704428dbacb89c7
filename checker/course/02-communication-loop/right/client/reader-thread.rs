//! One thread receives and prints while the other sends; a channel tells it how long each reply
//! is, and another one when it is printed.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let stream = TcpStream::connect(address)?;
    let (expect, expected) = mpsc::sync_channel(1);
    let (tell, printed) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        let printer = scope.spawn(|| print_replies(&stream, expected, tell));
        let sent = send_lines(&stream, expect, printed);
        let received =
            printer.join().unwrap_or_else(|_| Err(io::Error::other("the printer is gone")));
        sent.and(received)
    })
}

/// Sends line after line. Ends early, and without complaint, when the printer has ended: it knows why.
fn send_lines(
    mut stream: &TcpStream,
    expect: SyncSender<usize>,
    printed: Receiver<()>,
) -> io::Result<()> {
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"q" {
            break;
        }
        if line.is_empty() {
            continue;
        }
        // The reader is told first, so that it drains the reply while we still send.
        if expect.send(line.len()).is_err() {
            break;
        }
        stream.write_all(&line)?;
        if printed.recv().is_err() {
            break;
        }
    }
    Ok(())
}

fn print_replies(
    mut stream: &TcpStream,
    expected: Receiver<usize>,
    tell: SyncSender<()>,
) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for length in expected {
        let mut reply = vec![0; length];
        stream.read_exact(&mut reply)?;
        stdout.write_all(&reply)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        if tell.send(()).is_err() {
            break;
        }
    }
    Ok(())
}
