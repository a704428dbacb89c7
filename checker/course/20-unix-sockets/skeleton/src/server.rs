//! Lesson 20, Unix sockets: the server. It listens at a path, and answers messages in upper case.
//!
//! # Contract
//!
//! Run as `unix-sockets-server [PATH] [--kind stream|seqpacket]`. The default path is
//! `unix-sockets.sock` in the current folder, and the default kind is `stream`.
//!
//! - Over a stream, a message is a frame: a header of 4 bytes, the payload's length as a big-endian
//!   unsigned number, and then the payload. A payload has 0 to 1,048,576 bytes (1 MiB).
//! - Over seqpacket (Linux), a message is a packet without a header. It has 1 to 65,536 bytes.
//! - Answer each message with one that has the same bytes in upper case, as soon as all of it has
//!   arrived. Upper case is that of ASCII, byte by byte. A message need not be text.
//! - Serve forever, one client after another. No client can end the server, whatever it does.
//! - If a header claims more than 1 MiB, do not allocate memory for it or wait for its payload.
//! - For each client, as soon as it is accepted, print a line on stderr that ends with `uid N`: the
//!   user id of the process at the other end. The line may have other words before that.
//! - If a socket is at the path that refuses connections, replace it.
//! - If anything else is at the path, leave it as it is, and do not start: a socket at which a
//!   server is listening (of any kind), a file, a folder or a link.
//! - The socket's mode is 0600: only its owner may connect.
//! - At SIGTERM, remove the server's own socket, even while a client is being served. If another
//!   file is at the path by then, leave it there.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a client ends between two messages: send all answers, then close | none | goes on |
//! | it ends inside a frame, or sends too long a message: no answer; close | optional | goes on |
//! | SIGTERM | optional | 0 |
//! | anything but an unused socket is at the path | an error on stderr | 1 |
//! | the path is too long for a socket (more than 107 bytes on Linux) | an error on stderr | 1 |
//! | the server cannot start for another reason, e.g. a missing folder | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 20`. Check: `cargo checker check 20`.

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

/// Serves one client after another at `path`. It returns only if the server cannot start.
fn run(path: &Path, kind: Kind) -> io::Result<()> {
    let listener = listen(path, kind)?;

    // 1. Write lesson 09's loop: accept, print the user id (`unix_sockets::peer_uid`), answer
    //    messages (`unix_sockets::receive` and `send`), and go on to the next client.

    // 2. Handle SIGTERM. `signal_hook::iterator::Signals` passes signals to a thread of your
    //    choice. Which thread has time to wait for it? How does it know that the file at the path
    //    is still this server's? (`dev()` and `ino()` identify a file:
    //    `std::os::unix::fs::MetadataExt`.)

    todo!("serve the clients of {listener:?}")
}

/// Returns a socket that listens at `path`, to which only its owner may connect.
fn listen(path: &Path, kind: Kind) -> io::Result<Socket> {
    // 3. `Socket::new(Domain::UNIX, …)`, `bind` to a `SockAddr::unix(path)`, `listen`. What does
    //    `bind` return if something is at the path? Then call `make_room`, and bind again.

    // 4. `std::fs::set_permissions`. At which moment, so that no client can connect before it?

    make_room(path, kind)?;
    todo!("listen at {}", path.display())
}

/// Removes a stale socket at `path`: one at which no server is listening. Anything else is an
/// error, and stays.
fn make_room(path: &Path, kind: Kind) -> io::Result<()> {
    // 5. Ask both questions. What is there (`std::fs::symlink_metadata`, and
    //    `std::os::unix::fs::FileTypeExt`)? Is a server listening? The file does not say. How can
    //    you find out?

    todo!("look at {} as a {kind:?}", path.display())
}
