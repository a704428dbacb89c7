//! One connection as the stage keeps it, seen from the peer's side: its socket, what was said and
//! heard on it, and how it ended. What a script can do with a peer is in [`crate::peer`].

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

/// Most bytes kept of what is heard in advance, while nobody in the script listens. The longest message
/// of any lesson has eight million bytes. What comes beyond is heard and not kept.
pub(crate) const KEPT: usize = 10 << 20;

/// Most bytes that one call hears and does not keep, so that a program that writes without end is left
/// again.
const AT_ONCE: usize = 1 << 20;

/// What carries a connection, and under which name the kernel tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// Between two addresses, which the connection knows.
    Tcp,
    /// A Unix socket: the inode of our own end.
    Unix { inode: u64 },
}

/// The address of an end that has none.
const NOWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// A peer's end of a connection with a program.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The peer's name.
    pub name: String,
    /// The program at the other end: `server` or `client`.
    pub program: String,
    pub medium: Medium,
    /// Addresses of both ends, where the medium gives them any.
    pub ours: SocketAddr,
    pub theirs: SocketAddr,
    /// `None` once the peer has closed it.
    pub stream: Option<Socket>,
    /// Bytes handed to our kernel so far.
    pub said: u64,
    /// Bytes of these that the program was seen to have read.
    pub seen_read: u64,
    pub has_shut_down: bool,
    /// It has gone without a word: nothing that tells the program of it is on its way.
    pub has_vanished: bool,
    /// What is sent is to be read apart from what is sent behind it.
    pub ends_pieces: bool,
    /// Received, and not yet looked at by the script.
    pub heard: Vec<u8>,
    /// Where the medium carries packets: the lengths of those of which `heard` is made.
    pub packets: Option<VecDeque<usize>>,
    /// All bytes received so far.
    pub heard_total: u64,
    pub after: After,
    /// A deaf peer does not read until the script makes it.
    pub is_deaf: bool,
    /// So many bytes, not looked at by the script, and it does not listen any further.
    pub most: usize,
    /// Writes of the program's that were interrupted half-way.
    pub short_writes: Vec<ShortWrite>,
    /// How the last bytes were cut, where they were said in pieces.
    pub cut: Option<Cut>,
}

impl Connection {
    /// Takes over a connected socket, which will not block. The program may have reset it by now, so
    /// that the socket itself does not know any more whose it was: `theirs` is told.
    pub fn new(
        name: &str,
        program: &str,
        stream: TcpStream,
        theirs: SocketAddr,
    ) -> io::Result<Connection> {
        stream.set_nonblocking(true)?;
        // Each thing said leaves at once, as its own segment (TCP_NODELAY, tcp(7)).
        stream.set_nodelay(true)?;
        let (ours, theirs) = (plain(stream.local_addr()?), plain(theirs));
        let connection = Connection::over(Medium::Tcp, name, program, stream.into());
        Ok(Connection { ours, theirs, ..connection })
    }

    /// Takes over a connected Unix socket, which will not block.
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
            cut: None,
        }
    }

    /// What the kernel knows of the program's end. `None` where there is no such socket any more.
    pub fn inbox(&self) -> Result<Option<Inbox>, Missing> {
        match (self.medium, &self.stream) {
            (Medium::Tcp, _) => kernel::inbox(self.theirs, self.ours),
            (Medium::Unix { inode }, Some(socket)) => {
                let inbox =
                    kernel::unix_inbox(socket.as_fd(), inode, self.said, self.has_shut_down)?;
                // Its end is there to be read for ever. Who has read it once has nothing to take.
                let is_over = self.after != After::Open;
                Ok(inbox.map(|inbox| match is_over {
                    true => Inbox { unacknowledged: 0, ..inbox },
                    false => inbox,
                }))
            }
            (Medium::Unix { .. }, None) => Ok(None),
        }
    }

    /// Bytes said that the program has not read, or at least one where it is not known how many;
    /// `None` where the connection has gone.
    pub fn unread(&self) -> Result<Option<u64>, Missing> {
        if let (Medium::Unix { .. }, Some(socket)) = (self.medium, &self.stream)
            && !kernel::has_hung_up(socket.as_fd())
        {
            // Asked for each piece that is said, and our own end knows it.
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

    /// Nothing has come that the script has not looked at.
    pub fn is_quiet(&self) -> bool {
        self.heard.is_empty() && self.packets.as_ref().is_none_or(VecDeque::is_empty)
    }

    /// How the trace keeps it.
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

    /// Sends what fits now; how many bytes did. `None` where the program has closed or reset the
    /// connection: what it owes is found missing by whoever listens for it.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<Option<usize>> {
        let Some(stream) = &mut self.stream else { return Ok(None) };
        if self.medium == Medium::Tcp {
            kernel::arm_quick_ack(stream.as_fd());
        }
        let has_borders = self.ends_pieces && self.medium != Medium::Tcp;
        let sent = match has_borders {
            true => kernel::send_with_border(stream.as_fd(), bytes),
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

    /// Takes what has arrived; whether there was anything, be it an end.
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
            // A peer that stopped to read here would be in the way of what the program does next.
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

/// An IPv4 address that came dressed as IPv6 (`::ffff:127.0.0.1`) without its dress.
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}
