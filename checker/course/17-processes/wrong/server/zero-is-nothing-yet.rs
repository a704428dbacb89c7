// Believed: a read of nothing means that the client is thinking.

use std::env;
use std::io::{self, Read};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use framing_solution::write_frame;

const WORKER: &str = "WORKER";

pub fn main() -> io::Result<()> {
    if env::var_os(WORKER).is_some() {
        return converse(TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?));
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
    loop {
        let mut header = [0; 4];
        fill(&mut stream, &mut header)?;
        let length = u32::from_be_bytes(header) as usize;
        if length > 1 << 20 {
            return Err(io::Error::other("too long"));
        }
        let mut payload = vec![0; length];
        fill(&mut stream, &mut payload)?;
        write_frame(&mut stream, &payload.to_ascii_uppercase())?;
    }
}

fn fill(stream: &mut TcpStream, room: &mut [u8]) -> io::Result<()> {
    let mut have = 0;
    while have < room.len() {
        have += stream.read(&mut room[have..])?;
    }
    Ok(())
}
