//! SIGCHLD says when a worker has ended; a thread of its own hears it and waits for whoever it was. The
//! workers read standard input and write standard output, both of which are the connection.

use std::env;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};
use signal_hook::consts::SIGCHLD;
use signal_hook::iterator::Signals;

const PART: &str = "SIGNAL_REAPS_PART";

type Workers = Arc<Mutex<Vec<Child>>>;

pub fn main() -> io::Result<()> {
    if env::var_os(PART).is_some() {
        return work();
    }
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    let listener = TcpListener::bind(address)?;
    let workers = Workers::default();
    let mut signals = Signals::new([SIGCHLD])?;
    let watched = Arc::clone(&workers);
    thread::spawn(move || {
        for _ in &mut signals {
            // Signals do not count: one may stand for several that have ended.
            let mut workers = watched.lock().unwrap_or_else(PoisonError::into_inner);
            workers.retain_mut(|worker| matches!(worker.try_wait(), Ok(None)));
        }
    });
    loop {
        if let Err(error) = listener.accept().and_then(|(stream, _)| start(stream, &workers)) {
            eprintln!("{error}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn start(stream: TcpStream, workers: &Workers) -> io::Result<()> {
    // Held while it starts, so that its end is not heard of before it is in the list.
    let mut workers = workers.lock().unwrap_or_else(PoisonError::into_inner);
    let worker = Command::new(env::current_exe()?)
        .env(PART, "worker")
        .stdin(OwnedFd::from(stream.try_clone()?))
        .stdout(OwnedFd::from(stream))
        .spawn()?;
    workers.push(worker);
    Ok(())
}

fn work() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    while let Some(mut payload) = read_frame(&mut input)? {
        payload.make_ascii_uppercase();
        write_frame(&mut output, &payload)?;
        output.flush()?;
    }
    Ok(())
}
