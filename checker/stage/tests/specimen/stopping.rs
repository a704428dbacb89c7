//! Programs that receive a SIGTERM, and their reactions.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{rest, say};

static SIGNALLED: AtomicBool = AtomicBool::new(false);
static IN_FIRST_THREAD: AtomicBool = AtomicBool::new(false);

extern "C" fn note(_: libc::c_int) {
    // SAFETY: two calls that cannot fail and touch no memory.
    let is_first = unsafe { libc::gettid() == libc::getpid() };
    IN_FIRST_THREAD.store(is_first, Ordering::SeqCst);
    SIGNALLED.store(true, Ordering::SeqCst);
}

pub fn main(way: &str, listener: &TcpListener) -> io::Result<()> {
    // SAFETY: `note` is async-signal-safe: it stores into an atomic.
    unsafe { libc::signal(libc::SIGTERM, note as *const () as libc::sighandler_t) };
    match way {
        "counts" => counts(listener),
        "counts-in-another-thread" => counts_in_another_thread(listener),
        "lets-in-who-comes-late" => lets_in(listener),
        "leaves-the-door-open" => leaves_the_door_open(listener),
        "looks-now-and-then" => looks(listener),
        "leaves-a-worker" => {
            let me = std::env::current_exe()?;
            drop(Command::new(me).args(["waits", "pause"]).spawn()?);
            looks(listener)
        }
        _ => Err(io::Error::other(format!("no such way to stop: {way}"))),
    }
}

/// Prints how many bytes each read returned, and whether the signal had come by then.
fn counts(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let when = if SIGNALLED.swap(false, Ordering::SeqCst) { "after" } else { "before" };
        say(&format!("{count} bytes, {when} the signal"))?;
    }
}

/// Like [`counts`], but in a thread, while the first one sleeps. Then prints which thread received the
/// signal.
fn counts_in_another_thread(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    std::thread::spawn(move || {
        let mut buffer = [0; 1024];
        while stream.read(&mut buffer).is_ok_and(|count| count > 0) {}
    });
    loop {
        // SAFETY: pause(2) takes nothing.
        unsafe { libc::pause() };
        let first = IN_FIRST_THREAD.swap(false, Ordering::SeqCst);
        say(if first { "the first thread" } else { "another thread" })?;
    }
}

fn answers(mut stream: &TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let count = stream.read(&mut buffer)?;
    stream.write_all(&buffer[..count].to_ascii_uppercase())
}

/// Receives the signal, and then serves the next client.
fn lets_in(listener: &TcpListener) -> io::Result<()> {
    while !gets_signal(listener, 1000) {}
    let (stream, _) = listener.accept()?;
    answers(&stream)
}

/// Receives the signal and accepts no more clients, but keeps its listener open, so that they wait in the
/// queue.
fn leaves_the_door_open(listener: &TcpListener) -> io::Result<()> {
    while !gets_signal(listener, 1000) {}
    loop {
        rest(60_000);
    }
}

/// Checks every 100 ms whether it should stop.
fn looks(listener: &TcpListener) -> io::Result<()> {
    while !SIGNALLED.load(Ordering::SeqCst) {
        gets_signal(listener, 100);
    }
    Ok(())
}

/// Waits for a client or the signal, up to this many milliseconds.
fn gets_signal(listener: &TcpListener, milliseconds: i32) -> bool {
    let mut one = libc::pollfd { fd: listener.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: poll(2) with one live pollfd.
    unsafe { libc::poll(&raw mut one, 1, milliseconds) };
    SIGNALLED.load(Ordering::SeqCst)
}
