// Believed: what was printed has been shown.

use std::io::{self, BufRead, ErrorKind, Write};
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
    let (mut input, mut output) = (io::stdin().lock(), io::BufWriter::new(io::stdout()));
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        line.pop_if(|last| *last == b'\n');
        if kind == Kind::Stream || !line.is_empty() {
            send(&mut socket, kind, &line)?;
            let reply = receive(&mut socket, kind)?.ok_or(ErrorKind::UnexpectedEof)?;
            output.write_all(&[&reply[..], b"\n"].concat())?;
        }
        line.clear();
    }
    Ok(())
}
