// Believed: where the stream ends, the frame ends.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::process;
use std::thread;

use framing_solution::write_frame;
use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;
use socket2::{Domain, SockAddr, Socket};
use unix_sockets_solution::{Kind, arguments, peer_uid, receive, send};

pub fn main() {
    let (path, kind) = arguments().unwrap_or_else(|error| {
        eprintln!("{error}");
        process::exit(1)
    });
    if let Err(error) = run(&path, kind) {
        eprintln!("{}: {error}", path.display());
        process::exit(1);
    }
}

fn run(path: &Path, kind: Kind) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM])?;
    let listener = listen(path, kind)?;
    let mine = fs::symlink_metadata(path)?.ino();
    let path = path.to_owned();
    thread::spawn(move || {
        signals.forever().next();
        if fs::symlink_metadata(&path).is_ok_and(|now| now.ino() == mine) {
            let _ = fs::remove_file(&path);
        }
        process::exit(0);
    });
    loop {
        let (socket, _) = listener.accept()?;
        eprintln!("client: uid {}", peer_uid(&socket)?);
        if let Err(error) = serve(socket, kind) {
            eprintln!("client: {error}");
        }
    }
}

fn listen(path: &Path, kind: Kind) -> io::Result<Socket> {
    let address = SockAddr::unix(path)?;
    make_room(path, kind)?;
    let socket = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    socket.bind(&address)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    socket.listen(128)?;
    Ok(socket)
}

fn make_room(path: &Path, kind: Kind) -> io::Result<()> {
    let Ok(found) = fs::symlink_metadata(path) else { return Ok(()) };
    if !found.file_type().is_socket() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let visitor = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    match visitor.connect(&SockAddr::unix(path)?) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path),
        _ => Err(ErrorKind::AddrInUse.into()),
    }
}

fn serve(mut socket: Socket, kind: Kind) -> io::Result<()> {
    if kind == Kind::Stream {
        return serve_frames(socket);
    }
    while let Some(message) = receive(&mut socket, kind)? {
        send(&mut socket, kind, &message.to_ascii_uppercase())?;
    }
    Ok(())
}

fn serve_frames(mut socket: Socket) -> io::Result<()> {
    let mut header = [0; 4];
    while socket.read_exact(&mut header).is_ok() {
        let length = u32::from_be_bytes(header);
        if length > 1 << 20 {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut payload = Vec::new();
        (&mut socket).take(length.into()).read_to_end(&mut payload)?;
        write_frame(&mut socket, &payload.to_ascii_uppercase())?;
    }
    Ok(())
}
