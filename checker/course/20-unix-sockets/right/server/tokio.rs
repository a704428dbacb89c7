// Tokio on one thread: all clients at once, and SIGTERM is one more thing to wait for. Its
// `UnixListener` and `UnixStream` do not ask which kind of Unix socket they are given. But `read` takes
// a buffer that it did not fill for a stream that is drained, and waits for new readiness: of packets,
// several may be there. `try_read` takes them one by one until there are no more.

use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::Path;

use socket2::{Domain, SockAddr, Socket, Type};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let path = words.first().map_or("unix-sockets.sock", String::as_str);
    let kind = match words.get(2).map(String::as_str) {
        Some("seqpacket") => Type::SEQPACKET,
        _ => Type::STREAM,
    };
    if let Err(error) = run(Path::new(path), kind).await {
        eprintln!("{path}: {error}");
        std::process::exit(1);
    }
}

async fn run(path: &Path, kind: Type) -> io::Result<()> {
    let mut end = signal(SignalKind::terminate())?;
    let listener = UnixListener::from_std(OwnedFd::from(listen(path, kind)?).into())?;
    let mine = std::fs::symlink_metadata(path)?;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = end.recv() => break,
        };
        let (stream, _) = accepted?;
        eprintln!("client: uid {}", stream.peer_cred()?.uid());
        tokio::spawn(async move {
            let served = match kind {
                Type::SEQPACKET => packets(stream).await,
                _ => frames(stream).await,
            };
            if let Err(error) = served {
                eprintln!("client: {error}");
            }
        });
    }
    let now = std::fs::symlink_metadata(path)?;
    if (now.dev(), now.ino()) == (mine.dev(), mine.ino()) {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

fn listen(path: &Path, kind: Type) -> io::Result<Socket> {
    let address = SockAddr::unix(path)?;
    let socket = Socket::new(Domain::UNIX, kind, None)?;
    socket.set_nonblocking(true)?;
    if socket.bind(&address).is_err() {
        let found = std::fs::symlink_metadata(path)?.file_type();
        let visitor = Socket::new(Domain::UNIX, kind, None)?;
        visitor.set_nonblocking(true)?;
        let knocked = visitor.connect(&address).map_err(|error| error.kind());
        if !found.is_socket() || knocked != Err(ErrorKind::ConnectionRefused) {
            return Err(ErrorKind::AddrInUse.into());
        }
        std::fs::remove_file(path)?;
        socket.bind(&address)?;
    }
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    socket.listen(1024)?;
    Ok(socket)
}

async fn frames(mut stream: UnixStream) -> io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        while let Some(header) = buffer.first_chunk() {
            let end = 4 + u32::from_be_bytes(*header) as usize;
            if end > 4 + (1 << 20) {
                return Err(ErrorKind::InvalidData.into());
            }
            if buffer.len() < end {
                break;
            }
            buffer[4..end].make_ascii_uppercase();
            stream.write_all(&buffer[..end]).await?;
            buffer.drain(..end);
        }
        match (stream.read_buf(&mut buffer).await?, buffer.is_empty()) {
            (0, true) => return Ok(()),
            (0, false) => return Err(ErrorKind::UnexpectedEof.into()),
            _ => {}
        }
    }
}

async fn packets(mut stream: UnixStream) -> io::Result<()> {
    let mut packet = vec![0; 65_537];
    loop {
        stream.readable().await?;
        let n = match stream.try_read(&mut packet) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
            other => other?,
        };
        match n {
            0 => return Ok(()),
            65_537 => return Err(ErrorKind::InvalidData.into()),
            _ => packet[..n].make_ascii_uppercase(),
        }
        stream.write_all(&packet[..n]).await?;
    }
}
