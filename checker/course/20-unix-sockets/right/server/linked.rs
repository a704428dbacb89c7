// std's `UnixListener`, bound under a name that nobody knows and then linked to the path: link(2) fails
// where anything is, so no moment is left between a look and a `bind`. A thread for each client, with
// buffers that read ahead.

use std::env;
use std::fs::{self, Permissions};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::mem::MaybeUninit;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process;
use std::thread;

use framing_solution::{read_frame, write_frame};
use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;
use socket2::{Domain, SockAddr, Socket, Type};

const MOST: usize = 65_536;

pub fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let path = words.first().map_or("unix-sockets.sock", String::as_str);
    let is_packets = words.iter().any(|word| word == "seqpacket");
    if let Err(error) = run(Path::new(path), is_packets) {
        eprintln!("{path}: {error}");
        process::exit(1);
    }
}

fn run(path: &Path, is_packets: bool) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM])?;
    let listener = listen(path, is_packets)?;
    let mine = fs::symlink_metadata(path)?.ino();
    let path = path.to_owned();
    let accepting = thread::spawn(move || accept(&listener, is_packets));
    signals.forever().next();
    if fs::symlink_metadata(&path).is_ok_and(|now| now.ino() == mine) {
        fs::remove_file(&path)?;
    }
    drop(accepting);
    Ok(())
}

fn accept(listener: &Socket, is_packets: bool) {
    while let Ok((socket, _)) = listener.accept() {
        match getsockopt(&socket, PeerCredentials) {
            Ok(who) => eprintln!("pid {} of uid {}", who.pid(), who.uid()),
            Err(error) => eprintln!("{error}"),
        }
        thread::spawn(move || {
            let served = if is_packets { packets(&socket) } else { frames(socket.into()) };
            if let Err(error) = served {
                eprintln!("client: {error}");
            }
        });
    }
}

fn listen(path: &Path, is_packets: bool) -> io::Result<Socket> {
    SockAddr::unix(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let hidden = folder.unwrap_or(Path::new(".")).join(format!(".{}", process::id()));
    let listener = bind(&hidden, is_packets)?;
    let moved = fs::set_permissions(&hidden, Permissions::from_mode(0o600))
        .and_then(|()| into_place(&hidden, path, is_packets));
    fs::remove_file(&hidden)?;
    moved.map(|()| listener)
}

fn bind(path: &Path, is_packets: bool) -> io::Result<Socket> {
    if !is_packets {
        return Ok(UnixListener::bind(path).map(std::os::fd::OwnedFd::from)?.into());
    }
    let socket = Socket::new(Domain::UNIX, Type::SEQPACKET, None)?;
    socket.bind(&SockAddr::unix(path)?)?;
    socket.listen(16)?;
    Ok(socket)
}

fn into_place(hidden: &Path, path: &Path, is_packets: bool) -> io::Result<()> {
    match fs::hard_link(hidden, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        other => return other,
    }
    let kind = if is_packets { Type::SEQPACKET } else { Type::STREAM };
    let knocked = Socket::new(Domain::UNIX, kind, None)?.connect(&SockAddr::unix(path)?);
    let is_socket = fs::symlink_metadata(path)?.file_type().is_socket();
    match knocked {
        Err(error) if is_socket && error.kind() == ErrorKind::ConnectionRefused => {
            fs::remove_file(path)?;
            fs::hard_link(hidden, path)
        }
        _ => Err(ErrorKind::AddrInUse.into()),
    }
}

fn frames(stream: UnixStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = BufWriter::new(stream);
    while let Some(payload) = read_frame(&mut reader)? {
        write_frame(&mut writer, &payload.to_ascii_uppercase())?;
    }
    writer.flush()
}

/// Asks how long the packet is before it makes room for it.
fn packets(mut socket: &Socket) -> io::Result<()> {
    const MSG_PEEK_AND_TRUNC: i32 = 0x2 | 0x20;
    loop {
        let length = socket.recv_with_flags(&mut [MaybeUninit::uninit()], MSG_PEEK_AND_TRUNC)?;
        if length == 0 {
            return Ok(());
        }
        if length > MOST {
            return Err(io::Error::other(format!("a packet of {length} bytes")));
        }
        let mut packet = vec![0; length];
        socket.read_exact(&mut packet)?;
        socket.write_all(&packet.to_ascii_uppercase())?;
    }
}
