//! Lesson 20, Unix sockets: what both programs share. A Unix socket is a socket in every way that
//! the lessons before this one have taught; what is new is its address, which is a path, and a second
//! kind of it, which keeps the borders of messages by itself.

use std::env;
use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use framing_solution::{read_frame, write_frame};
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

/// The path and the kind that the command line asks for: `[PATH] [--kind stream|seqpacket]`.
pub fn arguments() -> io::Result<(PathBuf, Kind)> {
    let (mut path, mut kind) = (PathBuf::from(DEFAULT_PATH), Kind::Stream);
    let mut words = env::args_os().skip(1);
    while let Some(word) = words.next() {
        if word != "--kind" {
            // A path is bytes, and they need not be text: hence `args_os`.
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

/// Receives one message; `None` where the other side is done.
pub fn receive(socket: &mut Socket, kind: Kind) -> io::Result<Option<Vec<u8>>> {
    match kind {
        // A stream is a stream, on one machine, too: it may be cut anywhere. Lesson 09 knows how to
        // read it, and does not ask what carries it: a `Socket` is `Read`, like a `TcpStream`.
        Kind::Stream => read_frame(socket),
        Kind::SeqPacket => receive_packet(socket),
    }
}

fn receive_packet(socket: &mut Socket) -> io::Result<Option<Vec<u8>>> {
    // A packet that is longer than our buffer is cut, the rest of it is thrown away, and the call
    // says nothing about it (recv(2) has a flag for those who ask: MSG_TRUNC). One byte more than
    // the most that is allowed is enough to notice.
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
    // Zero bytes are the end. They might be an empty packet as well: nothing here can tell the two
    // apart, which is why nobody who keeps the contract sends one.
    Ok((length > 0).then_some(packet))
}

/// Sends one message.
pub fn send(socket: &mut Socket, kind: Kind, message: &[u8]) -> io::Result<()> {
    match kind {
        Kind::Stream => write_frame(socket, message),
        Kind::SeqPacket if message.len() > MAX_PACKET => {
            Err(invalid(format!("{} bytes are too many for a packet", message.len())))
        }
        // A packet goes as a whole or not at all, so there is no loop as in `write_all`: the rest of
        // a packet would be another packet.
        Kind::SeqPacket => loop {
            match socket.send(message) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => return other.map(|_| ()),
            }
        },
    }
}

/// The user id of the process at the other end, as it was when it connected. Nobody can lie about it:
/// it is the kernel that says so (SO_PEERCRED, unix(7)).
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn peer_uid(socket: &Socket) -> io::Result<u32> {
    use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
    Ok(getsockopt(socket, PeerCredentials)?.uid())
}

/// The same where another call says it (getpeereid(3), on macOS and the BSDs).
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub fn peer_uid(socket: &Socket) -> io::Result<u32> {
    let (user, _group) = nix::unistd::getpeereid(socket)?;
    Ok(user.as_raw())
}

fn invalid(words: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, words)
}
