//! One connection as the stage keeps it, seen from the peer's side: its socket, the bytes said and heard on
//! it, and how it ended. The verbs of scripts are in [`crate::peer`].

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::os::fd::AsFd;

use socket2::Socket;

use crate::outcome::breach::{After, Cut, ShortWrite};
use crate::outcome::fault::Missing;
use crate::outcome::trace::Link;
use crate::state::socket_path::Kind;
use kernel::Inbox;

/// Most bytes kept of what is heard while the script does not listen. The longest message of any lesson has
/// eight million bytes. Bytes beyond this are received and discarded.
pub(crate) const KEPT: usize = 10 << 20;

/// Most bytes that one call receives and discards, so that the stage can leave a program that writes without
/// end.
const AT_ONCE: usize = 1 << 20;

/// The medium of a connection, and the name by which the kernel reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// Between two addresses, which the connection knows.
    Tcp,
    /// A Unix socket: the inode of our own end.
    Unix { inode: u64 },
}

/// The placeholder for an end without an address.
const NOWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// A peer's end of a connection with a program.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The peer's name.
    pub name: String,
    /// The program at the other end: `server` or `client`.
    pub program: String,
    pub medium: Medium,
    /// Addresses of both ends, if the medium has any.
    pub ours: SocketAddr,
    pub theirs: SocketAddr,
    /// The peer's socket; `None` once the peer has closed it.
    pub stream: Option<Socket>,
    /// Bytes handed to our kernel so far.
    pub said: u64,
    /// Bytes of these that the program was seen to have read.
    pub seen_read: u64,
    pub has_shut_down: bool,
    /// The peer has vanished: nothing that would notify the program is in flight.
    pub has_vanished: bool,
    /// Bytes sent now must be read apart from bytes sent later.
    pub ends_pieces: bool,
    /// Received, and not yet checked by the script.
    pub heard: Vec<u8>,
    /// If the medium carries packets: the lengths of the packets in `heard`.
    pub packets: Option<VecDeque<usize>>,
    /// All bytes received so far.
    pub heard_total: u64,
    pub after: After,
    /// A deaf peer does not read until the script makes it.
    pub is_deaf: bool,
    /// The peer stops listening once this many bytes are unchecked by the script.
    pub most: usize,
    /// Writes of the program that were interrupted half-way.
    pub short_writes: Vec<ShortWrite>,
    /// The program's writes do not block, and each takes as much as there is room for.
    pub takes_parts: bool,
    /// How the last bytes were cut, if they were said in pieces.
    pub cut: Option<Cut>,
}

impl Connection {
    /// Takes over a connected socket, and makes it non-blocking. `theirs` is passed in because the program
    /// may have reset the connection by now, and then the socket no longer knows its peer.
    pub fn new(
        name: &str,
        program: &str,
        stream: TcpStream,
        theirs: SocketAddr,
    ) -> io::Result<Connection> {
        stream.set_nonblocking(true)?;
        // Each message leaves at once, as its own segment (TCP_NODELAY, tcp(7)).
        stream.set_nodelay(true)?;
        let (ours, theirs) = (plain(stream.local_addr()?), plain(theirs));
        let connection = Connection::over(Medium::Tcp, name, program, stream.into());
        Ok(Connection { ours, theirs, ..connection })
    }

    /// Takes over a connected Unix socket, and makes it non-blocking.
    pub fn over_unix(
        name: &str,
        program: &str,
        socket: Socket,
        kind: Kind,
    ) -> io::Result<Connection> {
        socket.set_nonblocking(true)?;
        let inode = kernel::inode(socket.as_fd());
        let inode = inode.ok_or_else(|| io::Error::other("a socket without an inode"))?;
        let mut connection = Connection::over(Medium::Unix { inode }, name, program, socket);
        connection.packets = (kind == Kind::Packets).then(VecDeque::new);
        Ok(connection)
    }

    fn over(medium: Medium, name: &str, program: &str, stream: Socket) -> Connection {
        Connection {
            name: name.into(),
            program: program.into(),
            medium,
            ours: NOWHERE,
            theirs: NOWHERE,
            stream: Some(stream),
            said: 0,
            seen_read: 0,
            has_shut_down: false,
            has_vanished: false,
            ends_pieces: false,
            heard: Vec::new(),
            packets: None,
            heard_total: 0,
            after: After::Open,
            is_deaf: false,
            most: KEPT,
            short_writes: Vec::new(),
            takes_parts: false,
            cut: None,
        }
    }

    /// The kernel's facts about the program's end. `None` if that socket no longer exists.
    pub fn inbox(&self) -> Result<Option<Inbox>, Missing> {
        match (self.medium, &self.stream) {
            (Medium::Tcp, _) => kernel::inbox(self.theirs, self.ours),
            (Medium::Unix { inode }, Some(socket)) => {
                let inbox =
                    kernel::unix_inbox(socket.as_fd(), inode, self.said, self.has_shut_down)?;
                // The end of the stream stays readable for ever. A program that has read it once has nothing
                // left to read.
                let is_over = self.after != After::Open;
                Ok(inbox.map(|inbox| match is_over {
                    true => Inbox { unacknowledged: 0, ..inbox },
                    false => inbox,
                }))
            }
            (Medium::Unix { .. }, None) => Ok(None),
        }
    }

    /// Bytes said that the program has not read, or at least one if their number is not known. `None` if the
    /// connection is gone.
    pub fn unread(&self) -> Result<Option<u64>, Missing> {
        if let (Medium::Unix { .. }, Some(socket)) = (self.medium, &self.stream)
            && !kernel::has_hung_up(socket.as_fd())
        {
            // This runs for each piece that is said, and the stage's own end knows the answer.
            return Ok(Some(kernel::has_unread(socket.as_fd()).into()));
        }
        Ok(self.inbox()?.map(|inbox| self.said.saturating_sub(inbox.consumed())))
    }

    /// Bytes that the program's kernel has taken from it on this connection so far.
    pub fn taken(&self) -> Result<Option<u64>, Missing> {
        match (self.medium, &self.stream) {
            (Medium::Tcp, _) => kernel::taken(self.theirs, self.ours),
            (Medium::Unix { .. }, Some(socket)) => {
                Ok(Some(self.heard_total + kernel::waiting_bytes(socket.as_fd())))
            }
            (Medium::Unix { .. }, None) => Ok(None),
        }
    }

    /// Whether the script has checked everything that has come.
    pub fn is_quiet(&self) -> bool {
        self.heard.is_empty() && self.packets.as_ref().is_none_or(VecDeque::is_empty)
    }

    /// The trace's record of it.
    pub fn link(&self) -> Link {
        Link { peer: self.name.clone(), program: self.program.clone(), ends: self.ends() }
    }

    /// The addresses of the peer's end and of the program's; a Unix socket has none.
    pub fn ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        match self.medium {
            Medium::Tcp => Some((self.ours, self.theirs)),
            Medium::Unix { .. } => None,
        }
    }

    /// Sends what fits now. Returns how many bytes did. `None` if the program has closed or reset the
    /// connection: a check that listens for its bytes finds them missing.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<Option<usize>> {
        let Some(stream) = &mut self.stream else { return Ok(None) };
        if self.medium == Medium::Tcp {
            kernel::arm_quick_ack(stream.as_fd());
        }
        let has_boundaries = self.ends_pieces && self.medium != Medium::Tcp;
        let sent = match has_boundaries {
            true => kernel::send_with_boundary(stream.as_fd(), bytes),
            false => stream.write(bytes),
        };
        match sent {
            Ok(count) => {
                self.said += count as u64;
                Ok(Some(count))
            }
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(Some(0)),
                io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => Ok(None),
                _ => Err(error),
            },
        }
    }

    /// Receives what has arrived. Returns whether there was anything, including an end.
    pub fn receive(&mut self) -> io::Result<bool> {
        let mut any = false;
        let Some(stream) = &mut self.stream else { return Ok(any) };
        if self.is_deaf {
            return Ok(any);
        }
        let mut buffer = [0; 16 << 10];
        let mut passed_over = 0;
        while self.after == After::Open {
            let kept = self.heard.len().min(self.most);
            // A peer that stopped reading here would block the program's next action.
            let is_over = kept == self.most;
            if is_over && (self.most < KEPT || passed_over >= AT_ONCE) {
                break;
            }
            let room = if is_over { buffer.len() } else { buffer.len().min(self.most - kept) };
            if self.medium == Medium::Tcp {
                kernel::arm_quick_ack(stream.as_fd());
            }
            let heard = &mut self.heard;
            let received = match &mut self.packets {
                None => stream.read(&mut buffer[..room]).map(|count| {
                    if !is_over {
                        heard.extend_from_slice(&buffer[..count]);
                    }
                    (count > 0).then_some(count)
                }),
                Some(packets) => kernel::receive_packet(stream.as_fd()).map(|packet| {
                    let packet = packet?;
                    if !is_over {
                        heard.extend_from_slice(&packet);
                        packets.push_back(packet.len());
                    }
                    Some(packet.len())
                }),
            };
            match received {
                Ok(None) => self.after = After::End,
                Ok(Some(count)) => {
                    self.heard_total += count as u64;
                    passed_over += if is_over { count } else { 0 };
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => return Ok(any),
                    io::ErrorKind::Interrupted => continue,
                    io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
                        self.after = After::Reset;
                    }
                    _ => return Err(error),
                },
            }
            any = true;
        }
        Ok(any)
    }
}

/// Converts an IPv4-mapped IPv6 address (`::ffff:127.0.0.1`) to plain IPv4.
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}
