//! Behaviours of servers that serve many clients at once.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::Command;
use std::thread;

use crate::{rest, say};

/// A thread for each client. Reports when there is no descriptor or no thread for one.
pub fn echo_in_threads(listener: &TcpListener) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                if thread::Builder::new().spawn(move || echo(stream)).is_err() {
                    say("no thread")?;
                }
            }
            Err(_) => {
                say("no descriptor")?;
                rest(20);
            }
        }
    }
}

/// A process for each client, which is never waited for.
pub fn echo_in_workers(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept()?;
        let mut worker = Command::new(std::env::current_exe()?);
        drop(worker.arg("echo-worker").stdin(OwnedFd::from(stream)).spawn()?);
    }
}

/// One such process: its standard input is the connection.
pub fn worker() -> io::Result<()> {
    echo(TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?))
}

fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            count => stream.write_all(&buffer[..count].to_ascii_uppercase())?,
        }
    }
}
