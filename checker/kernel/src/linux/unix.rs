//! The kernel's reports about Unix sockets (unix(7)): about a socket and its far end through netlink's
//! `sock_diag`, and about unread bytes through our own end. They are simpler than TCP sockets: bytes are
//! in the far end's queue when the send returns, so nothing is ever in flight.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use rustix::event::{PollFd, PollFlags, Timespec};

use super::netlink::{self, HEADER, NLM_F_DUMP, NLM_F_REQUEST};
use crate::facts::{Inbox, UnixFacts};
use crate::missing::Missing;

const SOCK_DIAG_BY_FAMILY: u16 = 20;
/// The state of a listening socket (net/tcp_states.h).
const LISTEN: u8 = 10;
/// The requested details (`UDIAG_SHOW_…`, linux/unix_diag.h): name, file, far end, pending connections,
/// queues.
const SHOWN: u32 = 0b1_1111;
/// The attributes of a reply (`UNIX_DIAG_…`).
const NAME: u16 = 0;
const FILE: u16 = 1;
const PEER: u16 = 2;
const VISITORS: u16 = 3;
const QUEUES: u16 = 4;
/// Sizes of `unix_diag_req` and `unix_diag_msg`.
const REQUEST: usize = 24;
const MESSAGE: usize = 16;

/// The Unix socket with this inode; `None` if it does not exist (any more).
pub fn unix_socket(inode: u64) -> Result<Option<UnixFacts>, Missing> {
    let mut found = None;
    ask(&request(inode, u32::MAX, 0), |facts| found = Some(facts))?;
    Ok(found)
}

/// Every Unix socket that listens.
pub fn unix_listeners() -> Result<Vec<UnixFacts>, Missing> {
    let mut found = Vec::new();
    ask(&request(0, 1 << LISTEN, NLM_F_DUMP), |facts| found.push(facts))?;
    Ok(found)
}

/// The kernel's report about the far end of a Unix socket connection, of which `socket` is our own end.
/// `said` is the number of bytes that were sent there, and `ended` says whether our end of the stream
/// was sent. `None` if the far end has been closed.
pub fn unix_inbox(
    socket: BorrowedFd<'_>,
    inode: u64,
    said: u64,
    ended: bool,
) -> Result<Option<Inbox>, Missing> {
    let peer = unix_socket(inode)?.map_or(0, |facts| facts.peer);
    let state = state(socket);
    // A listener that has not accepted us has no inode for us either, but then there is no hang-up.
    if peer == 0 && state.contains(PollFlags::HUP) {
        return Ok(None);
    }
    Ok(Some(Inbox {
        received: said,
        // The kernel does not report how many bytes are unread. Callers only need to know whether any are.
        unread: u64::from(has_unread(socket)).min(said),
        ended,
        end_read: false,
        is_accepted: peer != 0,
        is_half_open: false,
        unacknowledged: u64::from(state.contains(PollFlags::IN)),
        is_in_flight: false,
        inode: peer,
    }))
}

/// Whether the far end has not yet read all that was sent to it through this socket (`SIOCOUTQ`, unix(7)):
/// unread bytes are charged to the sender.
pub fn has_unread(socket: BorrowedFd<'_>) -> bool {
    let mut bytes: libc::c_int = 0;
    // SAFETY: SIOCOUTQ, which is TIOCOUTQ, writes an int to a live place.
    let done = unsafe { libc::ioctl(socket.as_raw_fd(), libc::TIOCOUTQ, &raw mut bytes) };
    done == 0 && bytes > 0
}

/// Bytes that lie in this socket's own receive queue (`SIOCINQ`, unix(7)).
pub fn waiting_bytes(socket: BorrowedFd<'_>) -> u64 {
    let mut bytes: libc::c_int = 0;
    // SAFETY: SIOCINQ, which is FIONREAD, writes an int to a live place.
    let done = unsafe { libc::ioctl(socket.as_raw_fd(), libc::FIONREAD, &raw mut bytes) };
    if done == 0 { bytes.try_into().unwrap_or(0) } else { 0 }
}

/// Whether both directions are over: the far end has been closed.
pub fn has_hung_up(socket: BorrowedFd<'_>) -> bool {
    state(socket).contains(PollFlags::HUP)
}

fn state(socket: BorrowedFd<'_>) -> PollFlags {
    let mut fds = [PollFd::new(&socket, PollFlags::IN)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    match rustix::event::poll(&mut fds, Some(&at_once)) {
        Ok(_) => fds[0].revents(),
        Err(_) => PollFlags::empty(),
    }
}

/// A message about one descriptor (`SCM_RIGHTS`, unix(7)), as sendmsg(2) takes it.
#[repr(C)]
struct Rights {
    head: libc::cmsghdr,
    fd: libc::c_int,
    _room: [libc::c_int; 3],
}

/// Sends a piece of a stream, followed by a boundary: no read returns bytes from both sides of it. Ancillary
/// data "forms a kind of barrier for the received data" (unix(7)). Here that is a descriptor of `/dev/null`,
/// which the kernel discards if the receiver does not ask for it.
pub fn send_with_boundary(socket: BorrowedFd<'_>, piece: &[u8]) -> io::Result<usize> {
    let null = std::fs::File::open("/dev/null")?;
    let size = size_of::<libc::c_int>() as u32;
    // SAFETY: these two compute lengths from a length.
    let (length, space) = unsafe { (libc::CMSG_LEN(size), libc::CMSG_SPACE(size)) };
    let mut rights = Rights {
        head: libc::cmsghdr {
            cmsg_len: length as _,
            cmsg_level: libc::SOL_SOCKET,
            cmsg_type: libc::SCM_RIGHTS,
        },
        fd: null.as_raw_fd(),
        _room: [0; 3],
    };
    let mut bytes =
        libc::iovec { iov_base: piece.as_ptr().cast_mut().cast(), iov_len: piece.len() };
    // SAFETY: an all-zero value is a valid one of this plain C struct.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = &raw mut bytes;
    message.msg_iovlen = 1;
    message.msg_control = (&raw mut rights).cast();
    message.msg_controllen = space as _;
    // SAFETY: sendmsg(2) reads the live piece and the live control message, which has room for what
    // its length says, and writes to neither.
    let sent = unsafe { libc::sendmsg(socket.as_raw_fd(), &raw const message, libc::MSG_NOSIGNAL) };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// Receives the next packet from a packet socket (`SOCK_SEQPACKET`); `None` at the end. A read returns
/// zero bytes both at the end and for an empty packet, but only a packet has a sender. So this asks the
/// kernel for the sender (`SO_PASSCRED`, unix(7)), and checks whether there is an answer.
pub fn receive_packet(socket: BorrowedFd<'_>) -> io::Result<Option<Vec<u8>>> {
    if !state(socket).contains(PollFlags::IN) {
        return Err(io::Error::from(io::ErrorKind::WouldBlock));
    }
    set_pass_credentials(socket, true)?;
    let received = receive_with_sender(socket);
    set_pass_credentials(socket, false)?;
    received
}

fn set_pass_credentials(socket: BorrowedFd<'_>, is_on: bool) -> io::Result<()> {
    let value = libc::c_int::from(is_on);
    // SAFETY: setsockopt(2) reads one live int.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PASSCRED,
            (&raw const value).cast(),
            size_of::<libc::c_int>() as libc::socklen_t,
        )
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn receive_with_sender(socket: BorrowedFd<'_>) -> io::Result<Option<Vec<u8>>> {
    // Something is there, and the whole queue is at least as long as its first packet.
    let mut packet = vec![0; waiting_bytes(socket).max(1) as usize];
    let mut bytes = libc::iovec { iov_base: packet.as_mut_ptr().cast(), iov_len: packet.len() };
    let mut sender = [0u64; 8];
    // SAFETY: an all-zero value is a valid one of this plain C struct.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = &raw mut bytes;
    message.msg_iovlen = 1;
    message.msg_control = sender.as_mut_ptr().cast();
    message.msg_controllen = size_of_val(&sender) as _;
    let flags = libc::MSG_DONTWAIT | libc::MSG_CMSG_CLOEXEC;
    // SAFETY: recvmsg(2) writes at most as many bytes as these lengths say into two live buffers.
    let got = unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, flags) };
    let length = usize::try_from(got).map_err(|_| io::Error::last_os_error())?;
    if message.msg_controllen == 0 {
        return Ok(None);
    }
    if message.msg_flags & libc::MSG_TRUNC != 0 {
        return Err(io::Error::other("a packet is longer than the kernel had reported"));
    }
    packet.truncate(length);
    Ok(Some(packet))
}

/// A `struct unix_diag_req` in its netlink header.
fn request(inode: u64, states: u32, flags: u16) -> Vec<u8> {
    let length = HEADER + REQUEST;
    let mut message = Vec::with_capacity(length);
    message.extend((length as u32).to_ne_bytes());
    message.extend(SOCK_DIAG_BY_FAMILY.to_ne_bytes());
    message.extend((NLM_F_REQUEST | flags).to_ne_bytes());
    message.extend([0; 8]); // sequence number and port id: one request at a time
    message.extend([libc::AF_UNIX as u8, 0, 0, 0]);
    message.extend(states.to_ne_bytes());
    message.extend((inode as u32).to_ne_bytes());
    message.extend(SHOWN.to_ne_bytes());
    message.extend([0xff; 8]); // no cookie
    message
}

/// Sends a request and passes each reply to `hear`.
fn ask(request: &[u8], mut hear: impl FnMut(UnixFacts)) -> Result<(), Missing> {
    netlink::ask(request, |body| {
        if let Some(facts) = parse(body) {
            hear(facts);
        }
    })
}

/// A `struct unix_diag_msg` and its attributes.
fn parse(body: &[u8]) -> Option<UnixFacts> {
    let number = |from: &[u8], at: usize| {
        Some(u64::from(u32::from_ne_bytes(from.get(at..at + 4)?.try_into().ok()?)))
    };
    let mut facts = UnixFacts {
        inode: number(body, 4)?,
        kind: *body.get(1)?,
        is_listening: *body.get(2)? == LISTEN,
        path: PathBuf::new(),
        file: None,
        peer: 0,
        visitors: Vec::new(),
        waiting: 0,
    };
    let mut attributes = body.get(MESSAGE..)?;
    while attributes.len() >= 4 {
        let length = u16::from_ne_bytes([attributes[0], attributes[1]]) as usize;
        if length < 4 || length > attributes.len() {
            break;
        }
        let value = &attributes[4..length];
        match u16::from_ne_bytes([attributes[2], attributes[3]]) {
            NAME => {
                let name = value.split(|byte| *byte == 0).next().unwrap_or_default();
                facts.path = OsStr::from_bytes(name).into();
            }
            FILE => facts.file = number(value, 0),
            PEER => facts.peer = number(value, 0)?,
            VISITORS => {
                facts.visitors =
                    (0..value.len() / 4).filter_map(|at| number(value, 4 * at)).collect();
            }
            QUEUES => facts.waiting = number(value, 0)?,
            _ => {}
        }
        attributes = &attributes[length.next_multiple_of(4).min(attributes.len())..];
    }
    Some(facts)
}
