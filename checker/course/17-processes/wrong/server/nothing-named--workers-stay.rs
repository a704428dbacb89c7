// Believed: a worker that is done may stay for a while.

use std::env;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

const WORKER: &str = "WORKER";

pub fn main() -> io::Result<()> {
    if env::var_os(WORKER).is_some() {
        converse(TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?))?;
        loop {
            thread::park();
        }
    }
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8888".to_string());
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(Duration::from_millis(20));
                continue;
            }
        };
        match start(stream) {
            Ok(mut child) => {
                let waiting = thread::Builder::new().spawn(move || child.wait());
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
