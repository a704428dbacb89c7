//! Lesson 20, Unix sockets: the server. It answers each message with the same in UPPER CASE, at a
//! path in the file system, and is careful with what it finds there.
//!
//! The contract (what a message is stands in `lib.rs`):
//!
//! - For ever, one client after another, as in lesson 09: each message is answered, once the whole
//!   of it has come. A client that ends inside a frame, claims more than 1 MiB, or sends a packet
//!   that is too long has its connection closed, unanswered. Whatever a client does, the next is served.
//! - For each client, as soon as it is accepted, a line on standard error that ends with `uid N`: the
//!   user id of the process at the other end.
//! - At the path there may be something already. A socket that refuses connections is a left-over: it
//!   is replaced. Anything else stays as it is, be it a socket at which somebody listens (of any
//!   kind), a file, a folder or a link: one line on standard error, status 1.
//! - Nobody but the owner may connect: the socket's mode is 0600.
//! - At SIGTERM, whatever a client is doing, the server removes its file and ends with status 0.
//!   Where another file has taken its place, that one stays.
//! - A path that is too long for a socket (more than 107 bytes on Linux), or any other reason not to
//!   start: one line, status 1. A panic is always a failure.
//!
//! The chapter: book/src/20-unix-sockets.md. To be graded: `cargo checker check 20`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;
use unix_sockets::{Kind, arguments};

fn main() -> ExitCode {
    let served = arguments().and_then(|(path, kind)| {
        run(&path, kind).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unix-sockets-server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves client after client at `path`. It comes back only when the server cannot start.
fn run(path: &Path, kind: Kind) -> io::Result<()> {
    let listener = listen(path, kind)?;

    // 1. Lesson 09's loop: accept, say who came (`unix_sockets::peer_uid`), converse
    //    (`unix_sockets::receive` and `send`), and on to the next.

    // 2. SIGTERM. `signal_hook::iterator::Signals` hands signals out one by one, to a thread of your
    //    choice. Which thread has time to wait for it? How does it know that the file at the path is
    //    still this server's? (A file is known by `dev()` and `ino()`: `std::os::unix::fs::MetadataExt`.)

    todo!("serve the clients of {listener:?}")
}

/// A socket that listens at `path`, where nobody but its owner may connect.
fn listen(path: &Path, kind: Kind) -> io::Result<Socket> {
    // 3. `Socket::new(Domain::UNIX, …)`, `bind` to a `SockAddr::unix(path)`, `listen`. What does `bind`
    //    say where something is at the path? Then: `make_room`, and once more.

    // 4. `std::fs::set_permissions`. At which moment, so that nobody slips in before it?

    make_room(path, kind)?;
    todo!("listen at {}", path.display())
}

/// Takes away what a server that is gone has left at `path`: a socket at which nobody listens.
/// Anything else is an error, and stays.
fn make_room(path: &Path, kind: Kind) -> io::Result<()> {
    // 5. Two questions, and both must be asked: what is there (`std::fs::symlink_metadata`, and
    //    `std::os::unix::fs::FileTypeExt`), and does anybody listen? The file does not say. Who could?

    todo!("look at {} as a {kind:?}", path.display())
}
