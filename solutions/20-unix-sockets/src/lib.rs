//! Lesson 20, Unix sockets: the library. Both programs use it to send and receive messages.
//!
//! A Unix socket behaves like the sockets of all earlier lessons, with two additions: its address
//! is a path, and its second kind (seqpacket) keeps message boundaries.

use std::env;
use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use framing_solution::{read_frame, write_frame};
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

/// Returns the path and the kind on the command line: `[PATH] [--kind stream|seqpacket]`.
pub fn arguments() -> io::Result<(PathBuf, Kind)> {
    let (mut path, mut kind) = (PathBuf::from(DEFAULT_PATH), Kind::Stream);
    let mut words = env::args_os().skip(1);
    while let Some(word) = words.next() {
        if word != "--kind" {
            // A path need not be UTF-8, so read the arguments with `args_os`.
            path = word.into();
            continue;
        }
        kind = match words.next().as_ref().and_then(|word| word.to_str()) {
            Some("stream") => Kind::Stream,
            Some("seqpacket") => Kind::SeqPacket,
            _ => return Err(invalid("--kind is followed by stream or seqpacket".to_owned())),
        };
    }
    Ok((path, kind))
}

/// Receives one message. Returns `None` if the peer's stream has ended.
pub fn receive(socket: &mut Socket, kind: Kind) -> io::Result<Option<Vec<u8>>> {
    match kind {
        // A stream may be cut anywhere, also within one machine. Lesson 09's function reads it: a
        // `Socket` is `Read`, like a `TcpStream`.
        Kind::Stream => read_frame(socket),
        Kind::SeqPacket => receive_packet(socket),
    }
}

fn receive_packet(socket: &mut Socket) -> io::Result<Option<Vec<u8>>> {
    // If a packet is longer than our buffer, the rest is discarded silently, unless the call asks with
    // MSG_TRUNC (recv(2)). A buffer of one byte more than the longest packet shows us a packet that is
    // too long.
    let mut packet = vec![0; MAX_PACKET + 1];
    let length = loop {
        match socket.read(&mut packet) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => break other?,
        }
    };
    if length > MAX_PACKET {
        return Err(invalid(format!("a packet of more than {MAX_PACKET} bytes")));
    }
    packet.truncate(length);
    // Zero bytes are the end. They could also be an empty packet, and this receive cannot tell the
    // two apart. That is why the contract forbids empty packets.
    Ok((length > 0).then_some(packet))
}

/// Sends one message.
pub fn send(socket: &mut Socket, kind: Kind, message: &[u8]) -> io::Result<()> {
    match kind {
        Kind::Stream => write_frame(socket, message),
        Kind::SeqPacket if message.len() > MAX_PACKET => {
            Err(invalid(format!("{} bytes are too many for a packet", message.len())))
        }
        // A packet is sent as a whole or not at all. So a loop like that in `write_all` would be wrong:
        // the rest of a packet would be another packet.
        Kind::SeqPacket => loop {
            match socket.send(message) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => return other.map(|_| ()),
            }
        },
    }
}

/// Returns the user id of the process at the other end, as it was when it connected. The client
/// cannot forge it, because the kernel recorded it (SO_PEERCRED, unix(7)).
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn peer_uid(socket: &Socket) -> io::Result<u32> {
    use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
    Ok(getsockopt(socket, PeerCredentials)?.uid())
}

/// Like the function above, for macOS and the BSDs (getpeereid(3)).
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub fn peer_uid(socket: &Socket) -> io::Result<u32> {
    let (user, _group) = nix::unistd::getpeereid(socket)?;
    Ok(user.as_raw())
}

fn invalid(words: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, words)
}
