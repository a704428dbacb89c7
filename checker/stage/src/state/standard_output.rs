//! The kinds of standard output that a program may get: the stage's end of it, and the program's.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

/// What a program's standard output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StandardOutput {
    /// A pair of sockets, as under systemd, and not a pipe. A program that copies from a connection straight
    /// into a pipe (splice(2), as Rust's `io::copy` does) keeps the pipe locked while it waits for the
    /// connection. Even a non-blocking read of the pipe then waits, and no signal can end it. The stage
    /// itself has to send those bytes, so that wait would last for ever.
    Sockets,
    /// A terminal, on which most languages show each line at once.
    Terminal,
}

impl StandardOutput {
    /// The stage's end, and the program's.
    pub fn open(self) -> io::Result<(File, OwnedFd)> {
        match self {
            StandardOutput::Sockets => {
                let (ours, theirs) = UnixStream::pair()?;
                ours.set_nonblocking(true)?;
                Ok((File::from(OwnedFd::from(ours)), OwnedFd::from(theirs)))
            }
            StandardOutput::Terminal => {
                let (ours, theirs) = kernel::open_terminal()?;
                Ok((File::from(ours), theirs))
            }
        }
    }
}
