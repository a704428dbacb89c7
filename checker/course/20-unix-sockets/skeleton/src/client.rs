//! Lesson 20, Unix sockets: the client. Each line is a message, and each reply is a line.
//!
//! The contract (what a message is stands in `lib.rs`):
//!
//! - Each line of standard input is sent as a message, without its newline; `q` is a line like any
//!   other. Over a stream an empty line is a frame of no bytes. Over seqpacket an empty line is not
//!   sent, and nothing is printed for it. The end of the input ends the conversation: status 0.
//! - Each reply is printed as one line, at once, when the whole of it has come.
//! - Nothing is at the path, nobody listens there, the path is too long, the server leaves before its
//!   reply is complete, a reply is longer than a message may be: one line on standard error, status 1.
//!   Whatever is at the path stays there. A panic is always a failure.
//!
//! The chapter: book/src/20-unix-sockets.md. To be graded: `cargo checker check 20`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use unix_sockets::{Kind, arguments};

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

/// Talks to the server at `path`. Whatever it returns as an error, `main` prints, and ends with 1.
fn run(path: &Path, kind: Kind) -> io::Result<()> {
    // 1. `Socket::new(Domain::UNIX, …)`, and `connect` to a `SockAddr::unix(path)`.

    // 2. Lesson 09's loop over the lines of standard input, with `unix_sockets::send` and `receive`. What
    //    would an empty line be, as a packet? What would the server make of it?

    todo!("connect to {} and exchange messages over a {kind:?}", path.display())
}
