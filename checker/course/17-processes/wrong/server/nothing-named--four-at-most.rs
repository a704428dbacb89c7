// Believed: four workers are enough for everybody.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

const WORKER: &str = "WORKER";

pub fn main() -> io::Result<()> {
    if env::var_os(WORKER).is_some() {
        return converse(TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?));
    }
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    let here = Arc::new(AtomicUsize::new(0));
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        while here.load(Ordering::Acquire) >= 4 {
            thread::park();
        }
        let (accepts, here) = (thread::current(), Arc::clone(&here));
        here.fetch_add(1, Ordering::AcqRel);
        match start(stream) {
            Ok(mut child) => {
                let waiting = thread::Builder::new().spawn(move || {
                    drop(child.wait());
                    here.fetch_sub(1, Ordering::AcqRel);
                    accepts.unpark();
                });
                drop(waiting);
            }
            Err(error) => eprintln!("{peer}: {error}"),
        }
    }
}

fn start(stream: TcpStream) -> io::Result<Child> {
    Command::new(env::current_exe()?).env(WORKER, "1").stdin(OwnedFd::from(stream)).spawn()
}

fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
}
