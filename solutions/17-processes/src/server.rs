//! Lesson 17, Processes: the server. Lesson 09's conversation again, with a process for each client:
//! the program starts itself once more, and gives the new one the connection as its standard input.

use std::env;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitCode};
use std::thread;
use std::time::Duration;

use framing_solution::{read_frame, write_frame};

/// How long the server rests after an `accept` that failed for want of something.
const REST: Duration = Duration::from_millis(20);

/// Stands in a worker's environment, and says whom it talks with. That is how the program knows which
/// of its two parts it is to play.
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

/// The first part: serves all clients at `address`, each in a process of its own. It comes back only
/// when the server cannot start.
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
        // What goes wrong here, no process or no memory for one, is this client's bad luck: its stream
        // is dropped, which closes it, and the next one may be luckier.
        match start_worker(stream, peer) {
            Ok(worker) => wait_for(worker, peer),
            Err(error) => eprintln!("{peer}: no process for it: {error}"),
        }
    }
}

/// Starts this program again, with the connection as its standard input.
fn start_worker(stream: TcpStream, peer: SocketAddr) -> io::Result<Child> {
    // A child gets copies of the descriptors that we name, 0, 1 and 2, and of no others: std opens
    // everything close-on-exec (open(2), O_CLOEXEC), so the listening socket and the other clients'
    // connections close themselves in the moment in which the child becomes another program.
    // (Python's os.fork is no `exec`: there the child has them all, and must close them itself.)
    let mut command = Command::new(env::current_exe()?);
    command.env(WORKER, peer.to_string()).stdin(OwnedFd::from(stream));
    command.spawn()
    // What we gave away is a copy. Ours is in `command`, and is closed here, where `command` is
    // dropped: as long as we held it, the client would not hear the end when its worker leaves.
}

/// Waits for the worker's end, in a thread of its own.
fn wait_for(mut worker: Child, peer: SocketAddr) {
    // A process that has ended stays in the system's table until its parent asks how: a zombie. So
    // somebody has to ask, at once, and that must not be the thread that accepts. `worker.wait()` here
    // would serve one client after another again.
    let started = thread::Builder::new().spawn(move || match worker.wait() {
        Ok(status) if status.success() => {}
        // It was killed, or it failed: that is news about one conversation, not about the server.
        Ok(status) => eprintln!("{peer}: its worker ended: {status}"),
        Err(error) => eprintln!("{peer}: its worker cannot be waited for: {error}"),
    });
    if let Err(error) = started {
        eprintln!("{peer}: nobody waits for its worker: {error}");
    }
}

/// The second part: talks with one client, on standard input, and ends with it.
fn work(peer: &str) -> ExitCode {
    match connection().and_then(converse) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{peer}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The connection that this process was started with.
fn connection() -> io::Result<TcpStream> {
    // `io::stdin()` would read from it through a buffer, and could not write. A descriptor knows
    // nothing of such parts: this one is a connection, and both directions go through it.
    Ok(TcpStream::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// Answers frame after frame until the client is done. Lesson 09's, to the letter.
fn converse(mut stream: TcpStream) -> io::Result<()> {
    while let Some(mut payload) = read_frame(&mut stream)? {
        payload.make_ascii_uppercase();
        write_frame(&mut stream, &payload)?;
    }
    Ok(())
    // Two descriptors of this process are the connection now, 0 and its clone. Both close when the
    // process ends, which is next.
}
