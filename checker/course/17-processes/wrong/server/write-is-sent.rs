// Believed: what is printed to a standard output that is a connection is sent.

use std::env;
use std::io::{self, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use framing_solution::read_frame;

const WORKER: &str = "WORKER";

pub fn main() -> io::Result<()> {
    if env::var_os(WORKER).is_some() {
        return converse();
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
    Command::new(env::current_exe()?)
        .env(WORKER, "1")
        .stdin(OwnedFd::from(stream.try_clone()?))
        .stdout(OwnedFd::from(stream))
        .spawn()
}

fn converse() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    while let Some(mut payload) = read_frame(&mut input)? {
        payload.make_ascii_uppercase();
        output.write_all(&(payload.len() as u32).to_be_bytes())?;
        output.write_all(&payload)?;
    }
    Ok(())
}
