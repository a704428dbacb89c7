//! Lesson 20, Unix sockets: the library. Both programs use it to send and receive messages.
//!
//! # Contract
//!
//! - Over a stream, a message is lesson 09's frame. Use your own library of that lesson.
//! - Over seqpacket (Linux), a message is a packet without a header. It has 1 to 65,536 bytes. A
//!   longer packet is an error: never return its beginning.
//! - A receive of zero bytes is the end, over either kind.
//!
//! Only the programs are graded, because a program in another language has no such library.
//!
//! Read: `cargo checker read 20`. Check: `cargo checker check 20`.

use std::env;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use socket2::{Socket, Type};

/// The default path: a file in the current folder.
pub const DEFAULT_PATH: &str = "unix-sockets.sock";

/// How long a packet may be, in bytes.
pub const MAX_PACKET: usize = 65_536;

/// The two kinds of socket in this lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A stream of bytes, as TCP is. Messages are lesson 09's frames.
    Stream,
    /// Packets: one call receives what one call sent. A packet is a message without a header.
    SeqPacket,
}

impl Kind {
    /// The name that socket(2) has for it.
    pub fn socket_type(self) -> Type {
        match self {
            Kind::Stream => Type::STREAM,
            Kind::SeqPacket => Type::SEQPACKET,
        }
    }
}

/// Returns the path and the kind on the command line: `[PATH] [--kind stream|seqpacket]`. This
/// function is already written for you.
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

/// Receives one message. Returns `None` if the peer's stream has ended.
pub fn receive(socket: &mut Socket, kind: Kind) -> io::Result<Option<Vec<u8>>> {
    let _ = socket; // Yours to read from: a `Socket` is `Read`. Then remove this line.

    // Stream: `framing::read_frame` knows nothing of Unix sockets. Does it have to?
    //
    // Packet: one `read` returns one packet, or as much of it as fits into the buffer. What happens
    // to the rest? How large must the buffer be, so that you notice?

    todo!("receive a message over a {kind:?}")
}

/// Sends one message.
pub fn send(socket: &mut Socket, kind: Kind, message: &[u8]) -> io::Result<()> {
    let _ = socket; // Yours to write to. Then remove this line.

    // Is `write_all` right for a packet? What would its second write be?

    todo!("send {message:?} over a {kind:?}")
}

/// Returns the user id of the process at the other end, as it was when it connected.
pub fn peer_uid(socket: &Socket) -> io::Result<u32> {
    // Ask the kernel: `nix::sys::socket::getsockopt`, with the option `PeerCredentials` of its
    // module `sockopt`. (On macOS: `nix::unistd::getpeereid`.)
    todo!("get the user id of the peer of {socket:?}")
}
