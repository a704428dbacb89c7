// Believed: a reply may be as long as it likes.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::Path;
use std::process;

use socket2::{Domain, SockAddr, Socket};
use unix_sockets_solution::{Kind, arguments, receive, send};

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
    let mut socket = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    socket.connect(&SockAddr::unix(path)?)?;
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        line.pop_if(|last| *last == b'\n');
        if kind == Kind::Stream || !line.is_empty() {
            send(&mut socket, kind, &line)?;
            let reply = hear(&mut socket, kind)?.ok_or(ErrorKind::UnexpectedEof)?;
            output.write_all(&[&reply[..], b"\n"].concat())?;
            output.flush()?;
        }
        line.clear();
    }
    Ok(())
}

fn hear(socket: &mut Socket, kind: Kind) -> io::Result<Option<Vec<u8>>> {
    if kind == Kind::SeqPacket {
        return receive(socket, kind);
    }
    let mut header = [0; 4];
    match socket.read(&mut header[..1])? {
        0 => return Ok(None),
        _ => socket.read_exact(&mut header[1..])?,
    }
    let mut payload = vec![0; u32::from_be_bytes(header) as usize];
    socket.read_exact(&mut payload)?;
    Ok(Some(payload))
}
