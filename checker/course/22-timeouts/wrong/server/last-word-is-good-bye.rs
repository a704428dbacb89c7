// Believed: at the end of what comes in, nothing is left to go out.
// Luck: answers-still-due, answers-still-due-in-time, last-line-without-newline: a thread may have written all by then.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

pub fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let address = args.get(1).map_or("127.0.0.1:8888", String::as_str);
    let idle = args.iter().position(|word| word == "--idle");
    let idle = idle.and_then(|at| args[at + 1].parse().ok()).map(Duration::from_millis);
    let listener = TcpListener::bind(address)?;
    loop {
        let Ok((stream, _)) = listener.accept() else { continue };
        thread::spawn(move || serve(&stream, idle));
    }
}

fn serve(stream: &TcpStream, idle: Option<Duration>) -> io::Result<()> {
    let mut out = stream.try_clone()?;
    let (lines, to_answer) = mpsc::channel::<Vec<u8>>();
    let writer = thread::spawn(move || {
        to_answer.iter().try_for_each(|line| out.write_all(&[&line[..], b"\n"].concat()))
    });
    let (over, watch) = mpsc::channel::<()>();
    let watched = stream.try_clone()?;
    // Each line is a word to the watchman, who closes when there is none in time.
    thread::spawn(move || {
        while let Some(idle) = idle {
            match watch.recv_timeout(idle) {
                Ok(()) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(_) => return watched.shutdown(Shutdown::Both),
            }
        }
        Ok(())
    });
    let is_good = read_lines(stream, &lines, &over)?;
    if is_good {
        let _ = stream.shutdown(Shutdown::Both);
    } else {
        let _ = lines.send(b"ERR line too long".to_vec());
    }
    drop(lines);
    let _ = writer.join();
    Ok(())
}

fn read_lines(stream: &TcpStream, lines: &Sender<Vec<u8>>, over: &Sender<()>) -> io::Result<bool> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        if (&mut reader).take(4098).read_until(b'\n', &mut line)? == 0 {
            return Ok(true);
        }
        let _ = over.send(());
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > 4096 {
            return Ok(false);
        }
        let _ = lines.send(line.to_ascii_uppercase());
    }
}
