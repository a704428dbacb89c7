//! Lesson 20, Unix sockets: what both programs share. How a message travels over each of the two
//! kinds of socket, and who is at the other end.
//!
//! The contract:
//!
//! - `[PATH] [--kind seqpacket]`: without a path, `unix-sockets.sock` in the current folder; without
//!   a kind, a stream.
//! - Over a stream, a message is lesson 09's frame. Its library is yours, and is used here.
//! - Over seqpacket (Linux), a packet is a message: nothing stands in front of it. It has at least
//!   one byte, and 65,536 at the most. A longer one is an error, and never taken for its beginning.
//! - A receive of zero bytes is the end, over either kind.

use std::env;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use socket2::{Socket, Type};

/// Where the server is when nobody says so: a file in the current folder.
pub const DEFAULT_PATH: &str = "unix-sockets.sock";

/// How long a packet may be, in bytes.
pub const MAX_PACKET: usize = 65_536;

/// The two kinds of socket that this lesson talks over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A stream of bytes, as TCP is. Messages are lesson 09's frames.
    Stream,
    /// Packets: what one call sends, one call receives. A packet is a message, without any header.
    SeqPacket,
}

impl Kind {
    /// What socket(2) calls it.
    pub fn socket_type(self) -> Type {
        match self {
            Kind::Stream => Type::STREAM,
            Kind::SeqPacket => Type::SEQPACKET,
        }
    }
}

/// The path and the kind that the command line asks for: `[PATH] [--kind stream|seqpacket]`. This
/// one is written for you.
pub fn arguments() -> io::Result<(PathBuf, Kind)> {
    let (mut path, mut kind) = (PathBuf::from(DEFAULT_PATH), Kind::Stream);
    let mut words = env::args_os().skip(1);
    while let Some(word) = words.next() {
        if word != "--kind" {
            path = word.into();
            continue;
        }
        kind = match words.next().as_ref().and_then(|word| word.to_str()) {
            Some("stream") => Kind::Stream,
            Some("seqpacket") => Kind::SeqPacket,
            _ => {
                let words = "--kind is followed by stream or seqpacket";
                return Err(io::Error::new(ErrorKind::InvalidInput, words));
            }
        };
    }
    Ok((path, kind))
}

/// Receives one message; `None` where the other side is done.
pub fn receive(socket: &mut Socket, kind: Kind) -> io::Result<Option<Vec<u8>>> {
    let _ = socket; // Yours to read from: a `Socket` is `Read`. This line may go then.

    // A stream: `framing::read_frame` has not heard of Unix sockets. Does it have to?
    //
    // A packet: one `read` brings one packet, or as much of it as there is room for. What becomes of
    // the rest? How large must the room be, so that you notice?

    todo!("receive a message over a {kind:?}")
}

/// Sends one message.
pub fn send(socket: &mut Socket, kind: Kind, message: &[u8]) -> io::Result<()> {
    let _ = socket; // Yours to write to. This line may go then.

    // For a packet, is `write_all` what you want? What would its second write be?

    todo!("send {message:?} over a {kind:?}")
}

/// The user id of the process at the other end, as it was when it connected.
pub fn peer_uid(socket: &Socket) -> io::Result<u32> {
    // The kernel knows: `nix::sys::socket::getsockopt`, and the option `PeerCredentials` of its module
    // `sockopt`. (On macOS: `nix::unistd::getpeereid`.)
    todo!("who is behind {socket:?}?")
}
