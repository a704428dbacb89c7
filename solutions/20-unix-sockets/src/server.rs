//! Lesson 20, Unix sockets: the server. It answers each message in upper case, for one client after
//! another, at a path in the file system; and it leaves that path as it would like to find it.

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

/// How long the server rests after an `accept` that failed for want of something.
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

/// Serves client after client at `path`. It comes back only when the server cannot start.
fn run(path: &Path, kind: Kind) -> io::Result<()> {
    // Before there is anything to tidy up: a signal that comes from now on waits until it is asked for.
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
        // `accept` has told us the client's address, and it was empty: a client has no need to bind a
        // path of its own. Who it is, the kernel knows.
        match peer_uid(&socket) {
            Ok(uid) => eprintln!("client: uid {uid}"),
            Err(error) => eprintln!("client: {error}"),
        }
        if let Err(error) = converse(socket, kind) {
            eprintln!("client: {error}");
        }
    }
}

/// A socket that listens at `path`, where nobody but its owner may connect.
fn listen(path: &Path, kind: Kind) -> io::Result<Socket> {
    let socket = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    // A path that is too long for an address is refused here, and nothing has happened yet.
    let address = SockAddr::unix(path)?;
    // First try, then look. Whoever looks first and binds then has to be right for longer.
    match socket.bind(&address) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            make_room(path, kind)?;
            socket.bind(&address)?;
        }
        bound => bound?,
    }
    // `bind` has made a file, with the rights that the umask left over; to connect is to write to it.
    // Between `bind` and `listen` nobody can connect yet, so nobody slips in before this.
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    socket.listen(128)?;
    Ok(socket)
}

/// Takes away what a server that is gone has left at `path`: a socket at which nobody listens.
/// Anything else is an error, and stays.
fn make_room(path: &Path, kind: Kind) -> io::Result<()> {
    // What is at the path itself: `metadata` would follow a link to somewhere else.
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return Err(io::Error::new(
            ErrorKind::AlreadyExists,
            "there is something else than a socket",
        ));
    }
    // A socket file does not say whether anybody listens at it. Whoever knocks finds out. If the queue
    // is full, it finds out too: without waiting in it.
    let visitor = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    visitor.set_nonblocking(true)?;
    match visitor.connect(&SockAddr::unix(path)?) {
        // "Refused" is all that says so. (An ordinary file refuses as well, so the question above
        // came first.) Any other error may be a server's who is alive, and of another kind than we.
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path),
        _ => Err(io::Error::new(ErrorKind::AddrInUse, "somebody listens there")),
    }
}

/// What tells one file from all others, whatever its name is by now: its device and its inode.
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let file = fs::symlink_metadata(path)?;
    Ok((file.dev(), file.ino()))
}

/// Waits for SIGTERM, removes the server's file, and ends the process.
///
/// A thread of its own, because the other one is in `accept` or `read` for as long as it takes: a
/// flag that a signal sets would not be looked at before they return.
fn tidy_up_at_the_end(mut signals: Signals, path: &Path, file: (u64, u64)) {
    signals.forever().next();
    // Somebody may have removed our file and put another server's in its place.
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
