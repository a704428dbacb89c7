//! One thread sends line after line without waiting, another prints what comes back. At the end it
//! half-closes, and is done when the server is.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Replies that are due.
static DUE: AtomicU64 = AtomicU64::new(0);

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let stream = TcpStream::connect(address)?;
    let incoming = BufReader::new(stream.try_clone()?);
    let printer = thread::spawn(move || {
        if let Err(error) = print_replies(incoming) {
            eprintln!("{error}");
            process::exit(1);
        }
    });
    // Where sending fails, the server is gone, and the printer finds out why.
    if send_lines(&stream).is_ok() {
        let _ = stream.shutdown(Shutdown::Write);
    }
    printer.join().map_err(|_| io::Error::other("the printer is gone"))
}

fn send_lines(mut stream: &TcpStream) -> io::Result<()> {
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line == b"q" {
            break;
        }
        if !line.is_empty() {
            DUE.fetch_add(1, Ordering::SeqCst);
            stream.write_all(&[&line[..], b"\n"].concat())?;
        }
    }
    Ok(())
}

fn print_replies(incoming: BufReader<TcpStream>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for reply in incoming.split(b'\n') {
        stdout.write_all(&reply?)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
        DUE.fetch_sub(1, Ordering::SeqCst);
    }
    match DUE.load(Ordering::SeqCst) {
        0 => Ok(()),
        _ => Err(io::Error::other("the server left")),
    }
}
