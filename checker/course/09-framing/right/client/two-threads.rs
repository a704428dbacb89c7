//! One thread sends line after line without waiting, another prints what comes back. At the end of
//! the input it half-closes, and is done when the server is.

use std::env;
use std::io::{self, BufRead, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Replies that are due.
static DUE: AtomicU64 = AtomicU64::new(0);

pub fn main() -> io::Result<()> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let stream = TcpStream::connect(address)?;
    let incoming = stream.try_clone()?;
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
        DUE.fetch_add(1, Ordering::SeqCst);
        stream.write_all(&[&(line.len() as u32).to_be_bytes(), &line[..]].concat())?;
    }
    Ok(())
}

fn print_replies(mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut header = Vec::new();
        Read::by_ref(&mut stream).take(4).read_to_end(&mut header)?;
        let Some(header) = header.first_chunk() else {
            return match DUE.load(Ordering::SeqCst) {
                0 if header.is_empty() => Ok(()),
                _ => Err(io::Error::other("the server left")),
            };
        };
        let length = u32::from_be_bytes(*header) as usize;
        if length > 1 << 20 {
            return Err(io::Error::other("the reply is too long"));
        }
        let mut reply = vec![0; length];
        stream.read_exact(&mut reply)?;
        DUE.fetch_sub(1, Ordering::SeqCst);
        let mut stdout = io::stdout().lock();
        stdout.write_all(&reply)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
}
