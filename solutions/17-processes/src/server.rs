//! Lesson 17, A process for each client: the server. It answers the frames of all clients at once.
//!
//! The conversation is lesson 09's. For each client the program starts itself again, and gives the new
//! process the connection as its standard input.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitCode};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

/// How long the server sleeps after an `accept` that failed because a resource was missing.
const REST: Duration = Duration::from_millis(20);

/// This variable is set in a worker's environment, and contains its client's address. If it is set,
/// the program is a worker.
const WORKER: &str = "PROCESSES_SERVER_WORKER_FOR";

fn main() -> ExitCode {
    if let Some(peer) = env::var_os(WORKER) {
        return work(&peer.to_string_lossy());
    }
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8888".to_owned());
    match run(&address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("processes-server: {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The server: serves all clients at `address`, each in a process of its own. It returns only if
/// the server cannot start.
fn run(address: &str) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    loop {
        let (stream, peer) = match listener.accept() {
            Ok(client) => client,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };
        // If the system has no memory or no process left, only this client suffers: its stream is
        // dropped, which closes it. The server goes on with the next client.
        match start_worker(stream, peer) {
            Ok(worker) => wait_for(worker, peer),
            Err(error) => eprintln!("{peer}: no process for it: {error}"),
        }
    }
}

/// Starts this program again, with the connection as its standard input.
fn start_worker(stream: TcpStream, peer: SocketAddr) -> io::Result<Child> {
    // The worker gets only descriptors 0, 1 and 2. std opens everything close-on-exec (open(2),
    // O_CLOEXEC). So the kernel closes the worker's copies of the listening socket and of the other
    // clients' connections when the child becomes the new program. (After Python's os.fork there is no
    // `exec`: the child has all of them, and must close them itself.)
    let mut command = Command::new(env::current_exe()?);
    command.env(WORKER, peer.to_string()).stdin(OwnedFd::from(stream));
    command.spawn()
    // The worker has a copy. Ours is in `command`, and is closed here, where `command` is dropped.
    // If we kept it, the client would not receive the end of the stream when its worker ends.
}

/// Waits for the worker to end, in a thread of its own.
fn wait_for(mut worker: Child, peer: SocketAddr) {
    // A process that has ended stays in the system's table as a zombie until its parent asks for
    // its status. The thread that accepts cannot wait for that: with `worker.wait()` here, the
    // server would serve one client after another.
    let started = thread::Builder::new().spawn(move || match worker.wait() {
        Ok(status) if status.success() => {}
        // The worker was killed, or it failed. That concerns one conversation, not the server.
        Ok(status) => eprintln!("{peer}: its worker ended: {status}"),
        Err(error) => eprintln!("{peer}: its worker cannot be waited for: {error}"),
    });
    if let Err(error) = started {
        eprintln!("{peer}: no thread waits for its worker: {error}");
    }
}

/// The worker: talks with one client, on standard input, and ends with it.
fn work(peer: &str) -> ExitCode {
    match connection().and_then(converse) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{peer}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the connection that this process was started with.
fn connection() -> io::Result<TcpStream> {
    // `io::stdin()` reads through a buffer, and cannot write. The descriptor below it is a
    // connection, and both directions go through it.
    Ok(TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// Answers frame after frame until the client is done. It is lesson 09's function, unchanged.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
    // Two descriptors of this process refer to the connection, 0 and its clone. Both are closed
    // when the process ends, which happens next.
}
