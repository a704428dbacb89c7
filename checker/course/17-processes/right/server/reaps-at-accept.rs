//! The list of workers is gone through before each wait for a client, and those that have ended are
//! waited for. A worker is told by an argument that it is one, and reads and writes through buffers.

use std::env;
use std::io::{self, BufReader, BufWriter};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

pub fn main() -> ExitCode {
    let argument = env::args().nth(1);
    let done = match argument.as_deref() {
        Some("--worker") => work(),
        address => serve(address.unwrap_or("127.0.0.1:8888")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    let program = env::current_exe()?;
    let mut workers = Vec::new();
    loop {
        workers
            .retain_mut(|worker: &mut std::process::Child| matches!(worker.try_wait(), Ok(None)));
        let started = listener.accept().and_then(|(stream, _)| {
            Command::new(&program).arg("--worker").stdin(OwnedFd::from(stream)).spawn()
        });
        match started {
            Ok(worker) => workers.push(worker),
            Err(error) => {
                eprintln!("{error}");
                thread::sleep(Duration::from_millis(30));
            }
        }
    }
}

fn work() -> io::Result<()> {
    let stream = TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut reader = BufReader::new(&stream);
    let mut writer = BufWriter::new(&stream);
    while let Some(mut payload) = read_frame(&mut reader)? {
        payload.make_ascii_uppercase();
        write_frame(&mut writer, &payload)?;
    }
    Ok(())
}
