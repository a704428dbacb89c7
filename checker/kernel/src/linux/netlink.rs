//! One netlink request and its replies (netlink(7)), written by hand: a netlink crate would bring
//! fourteen crates for two requests.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use crate::common;
use crate::missing::Missing;

const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
pub const NLM_F_REQUEST: u16 = 1;
/// Asks for all that match, instead of one.
pub const NLM_F_DUMP: u16 = 0x300;

/// Size of `nlmsghdr`.
pub const HEADER: usize = 16;

/// Longer than any message that the kernel puts replies into.
const MOST: usize = 32 << 10;

/// A netlink socket, and the place for its replies.
struct Line {
    socket: OwnedFd,
    replies: Box<[u8]>,
}

thread_local! {
    /// One line for each thread: opening one takes as long as asking.
    static NETLINK: RefCell<Option<Line>> = const { RefCell::new(None) };
}

/// Sends a request and passes the body of each reply to `hear`. "No such socket" is a reply without a
/// body.
pub fn ask(request: &[u8], mut hear: impl FnMut(&[u8])) -> Result<(), Missing> {
    let mut exchange = || -> io::Result<()> {
        NETLINK.with_borrow_mut(|slot| {
            let line = match slot {
                Some(line) => line,
                None => slot.insert(Line { socket: open()?, replies: vec![0; MOST].into() }),
            };
            let result = converse(line, request, &mut hear);
            if result.is_err() {
                // Replies of a broken exchange must not be read as replies of the next.
                *slot = None;
            }
            result
        })
    };
    exchange().map_err(|error| Missing::new("kernel state of a socket (sock_diag)", error))
}

fn open() -> io::Result<OwnedFd> {
    let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
    // SAFETY: socket(2) with constants; the result is checked before it is owned.
    let fd = unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_SOCK_DIAG) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel has just given us this descriptor.
    Ok(unsafe { common::own(fd) })
}

fn converse(line: &mut Line, request: &[u8], hear: &mut impl FnMut(&[u8])) -> io::Result<()> {
    let Line { socket, replies } = line;
    let dump = u16::from_ne_bytes([request[6], request[7]]) & NLM_F_DUMP != 0;
    // SAFETY: send(2) reads `request.len()` bytes of a live slice.
    let sent = unsafe { libc::send(socket.as_raw_fd(), request.as_ptr().cast(), request.len(), 0) };
    if sent < 0 {
        return Err(io::Error::last_os_error());
    }
    loop {
        // SAFETY: recv(2) writes at most `MOST` bytes into a live buffer of that length.
        let got = unsafe { libc::recv(socket.as_raw_fd(), replies.as_mut_ptr().cast(), MOST, 0) };
        if got < 0 {
            match io::Error::last_os_error() {
                again if again.kind() == io::ErrorKind::Interrupted => continue,
                error => return Err(error),
            }
        }
        let mut rest = &replies[..got as usize];
        while rest.len() >= HEADER {
            let length = u32::from_ne_bytes([rest[0], rest[1], rest[2], rest[3]]) as usize;
            let kind = u16::from_ne_bytes([rest[4], rest[5]]);
            if length < HEADER || length > rest.len() {
                return Err(io::Error::other("a netlink answer that was cut short"));
            }
            let body = &rest[HEADER..length];
            match kind {
                NLMSG_DONE => return Ok(()),
                NLMSG_ERROR => {
                    let code = body
                        .get(..4)
                        .map_or(0, |raw| i32::from_ne_bytes(raw.try_into().expect("four bytes")));
                    return match -code {
                        0 | libc::ENOENT => Ok(()),
                        errno => Err(io::Error::from_raw_os_error(errno)),
                    };
                }
                _ => {
                    hear(body);
                    if !dump {
                        return Ok(());
                    }
                }
            }
            rest = &rest[length.next_multiple_of(4).min(rest.len())..];
        }
    }
}
