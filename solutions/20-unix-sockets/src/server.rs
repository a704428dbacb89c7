//! Lesson 20, Unix sockets: the server. It answers messages in upper case, at a path in the file
//! system. It replaces only stale sockets at that path, and removes its own at the end.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;
use socket2::{Domain, SockAddr, Socket};
use unix_sockets_solution::{Kind, arguments, peer_uid, receive, send};

/// How long the server sleeps after an `accept` that failed because a resource was missing.
const REST: Duration = Duration::from_millis(100);

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
    // Do this before the file exists. A signal that arrives from now on waits until the thread
    // reads it.
    let signals = Signals::new([SIGTERM])?;
    let listener = listen(path, kind)?;
    let file = identity(path)?;
    let path = path.to_owned();
    thread::spawn(move || tidy_up_at_the_end(signals, &path, file));

    loop {
        let socket = match listener.accept() {
            Ok((socket, _)) => socket,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(REST);
                continue;
            }
        };
        // The address that `accept` returns is empty, because a client need not bind a path of its
        // own. But the kernel knows the client's user.
        match peer_uid(&socket) {
            Ok(uid) => eprintln!("client: uid {uid}"),
            Err(error) => eprintln!("client: {error}"),
        }
        if let Err(error) = converse(socket, kind) {
            eprintln!("client: {error}");
        }
    }
}

/// Returns a socket that listens at `path`, to which only its owner may connect.
fn listen(path: &Path, kind: Kind) -> io::Result<Socket> {
    let socket = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    // This fails if the path is too long for an address, before anything has been changed.
    let address = SockAddr::unix(path)?;
    // Bind first, and look only if that fails. If we looked first, another program would have more
    // time to bind in between.
    match socket.bind(&address) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            make_room(path, kind)?;
            socket.bind(&address)?;
        }
        bound => bound?,
    }
    // `bind` has made a file, with all permissions except those in the umask. A client needs write
    // permission to connect. Before `listen` no client can connect, so set the mode now.
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    socket.listen(128)?;
    Ok(socket)
}

/// Removes a stale socket at `path`: one at which no server is listening. Anything else is an
/// error, and stays.
fn make_room(path: &Path, kind: Kind) -> io::Result<()> {
    // Look at the path itself. `metadata` would follow a link.
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return Err(io::Error::new(
            ErrorKind::AlreadyExists,
            "something other than a socket is there",
        ));
    }
    // A socket file does not say whether a server is listening. Connect to find out. A non-blocking
    // socket does not wait if that server's queue is full.
    let visitor = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    visitor.set_nonblocking(true)?;
    match visitor.connect(&SockAddr::unix(path)?) {
        // Only "refused" means that no server is listening. (An ordinary file refuses as well, so
        // we asked for the file type first.) With any other error a server may be running, e.g. one
        // of another kind.
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path),
        _ => Err(io::Error::new(ErrorKind::AddrInUse, "a server is listening there")),
    }
}

/// Returns the device and the inode, which identify a file even if its name changes.
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let file = fs::symlink_metadata(path)?;
    Ok((file.dev(), file.ino()))
}

/// Waits for SIGTERM, removes the server's file, and ends the process.
///
/// It runs on a thread of its own. The main thread may wait in `accept` or `read` for a long time, and
/// would not check a flag until they return.
fn tidy_up_at_the_end(mut signals: Signals, path: &Path, file: (u64, u64)) {
    signals.forever().next();
    // Another server may have removed our file and made its own in the same place.
    let removed = match identity(path) {
        Ok(found) if found == file => fs::remove_file(path),
        _ => Ok(()),
    };
    if let Err(error) = removed {
        eprintln!("{}: {error}", path.display());
    }
    process::exit(0);
}

/// Answers message after message until the client is done.
fn converse(mut socket: Socket, kind: Kind) -> io::Result<()> {
    while let Some(mut message) = receive(&mut socket, kind)? {
        message.make_ascii_uppercase();
        send(&mut socket, kind, &message)?;
    }
    Ok(())
}
