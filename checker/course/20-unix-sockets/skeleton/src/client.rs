//! Lesson 20, Unix sockets: the client. It sends lines as messages, and prints the replies.
//!
//! # Contract
//!
//! Run as `unix-sockets-client [PATH] [--kind stream|seqpacket]`. The default path is
//! `unix-sockets.sock` in the current folder, and the default kind is `stream`.
//!
//! - Over a stream, a message is a frame: a header of 4 bytes, the payload's length as a big-endian
//!   unsigned number, and then the payload. A payload has 0 to 1,048,576 bytes (1 MiB).
//! - Over seqpacket (Linux), a message is a packet without a header. It has 1 to 65,536 bytes.
//! - Send each line of standard input as a message, without its newline. `q` is a line like any
//!   other.
//! - Over a stream, send an empty line as an empty frame. Over seqpacket, do not send it, and print
//!   nothing for it.
//! - Print each reply as one line, at once, when all of it has arrived. Bytes go through unchanged:
//!   they need not be text.
//! - Do not remove or change the file at the path.
//!
//! | when | output | exit status |
//! |---|---|---|
//! | a reply arrives | the reply and a newline | goes on |
//! | the end of the input | none | 0 |
//! | nothing is at the path, or no server is listening there | an error on stderr | 1 |
//! | the path is too long for a socket | an error on stderr | 1 |
//! | the server closes before its reply is complete | an error on stderr | 1 |
//! | a reply is longer than a message may be: print none of it | an error on stderr | 1 |
//!
//! A panic is always a failure.
//!
//! Read: `cargo checker read 20`. Check: `cargo checker check 20`.

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

/// Talks to the server at `path`. `main` prints its error, and exits with status 1.
fn run(path: &Path, kind: Kind) -> io::Result<()> {
    // 1. `Socket::new(Domain::UNIX, …)`, and `connect` to a `SockAddr::unix(path)`.

    // 2. Write lesson 09's loop over the lines of standard input, with `unix_sockets::send` and
    //    `receive`. What would an empty line be as a packet? What would the server take it for?

    todo!("connect to {} and exchange messages over a {kind:?}", path.display())
}
