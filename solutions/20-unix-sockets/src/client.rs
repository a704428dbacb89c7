//! Lesson 20, Unix sockets: the client. It sends each line as a message, and prints each reply as a
//! line.

use std::io::{self, BufRead, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use socket2::{Domain, SockAddr, Socket};
use unix_sockets_solution::{Kind, arguments, receive, send};

fn main() -> ExitCode {
    let talked = arguments().and_then(|(path, kind)| {
        run(&path, kind).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
    });
    match talked {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unix-sockets-client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Talks to the server at `path` until the end of standard input.
fn run(path: &Path, kind: Kind) -> io::Result<()> {
    let mut socket = Socket::new(Domain::UNIX, kind.socket_type(), None)?;
    // This fails if nothing is at the path, if no server is listening, or if the path is too long.
    socket.connect(&SockAddr::unix(path)?)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();

    while let Some(line) = next_line(&mut input)? {
        // As a frame, an empty line has a header of four bytes. As a packet it would have none, and
        // the server would receive zero bytes and take that for the end.
        if kind == Kind::SeqPacket && line.is_empty() {
            continue;
        }
        send(&mut socket, kind, &line)?;
        let Some(reply) = receive(&mut socket, kind)? else {
            return Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the server left without a reply",
            ));
        };
        output.write_all(&reply)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Returns the next line as bytes, without its newline, or `None` at the end of the input.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(Some(line))
}
