//! A descriptor of another process, borrowed for a moment (pidfd_getfd(2)). It answers questions that no file
//! in `/proc` does. It is borrowed only while the process rests, and closed at once, since a socket stays
//! open as long as any process holds it.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Type};

use super::diag::tcp_info;
use super::proc;
use crate::common;
use crate::facts::Pid;

/// A borrowed descriptor.
#[derive(Debug)]
pub struct Borrowed(OwnedFd);

/// `PIDFD_THREAD` of pidfd_open(2), since Linux 6.9: the number is a thread's id.
const OF_A_THREAD: i32 = libc::O_EXCL;

/// Borrows descriptor `fd` of process `pid`. If its first thread has ended, `pid` is the id of another
/// thread, since a thread that has ended lends nothing.
pub fn borrow(pid: Pid, fd: i32) -> io::Result<Borrowed> {
    let holder = match pidfd(pid) {
        Ok(process) => process,
        Err(of_process) if is_process(pid) => return Err(of_process),
        Err(_) => pidfd_with(pid, OF_A_THREAD).map_err(|of_thread| {
            match of_thread.raw_os_error() {
                Some(libc::EINVAL) => io::Error::new(
                    io::ErrorKind::Unsupported,
                    "the program's first thread has ended, and this kernel cannot borrow from the others",
                ),
                _ => of_thread,
            }
        })?,
    };
    // SAFETY: pidfd_getfd(2) takes three numbers, and gives a descriptor of ours.
    Ok(Borrowed(unsafe { new(libc::syscall(libc::SYS_pidfd_getfd, holder.as_raw_fd(), fd, 0))? }))
}

/// Whether an id is a process's, and not another thread's. (`/proc` has all of them.)
fn is_process(id: Pid) -> bool {
    let status = proc::read(format!("/proc/{id}/status")).unwrap_or_default();
    status.lines().any(|line| line.strip_prefix("Tgid:").map(str::trim) == Some(&id.to_string()))
}

impl Borrowed {
    /// Whether a wait for these poll(2) events would end at once.
    pub fn is_ready(&self, events: i16) -> bool {
        let mut request = libc::pollfd { fd: self.0.as_raw_fd(), events, revents: 0 };
        // SAFETY: poll(2) with one live pollfd and no waiting.
        unsafe { libc::poll(&raw mut request, 1, 0) != 0 }
    }

    /// Whether calls on it return at once in any case (`O_NONBLOCK`, fcntl(2)).
    pub fn is_nonblocking(&self) -> bool {
        // SAFETY: fcntl(2) with a number.
        let flags = unsafe { libc::fcntl(self.0.as_raw_fd(), libc::F_GETFL) };
        flags != -1 && flags & libc::O_NONBLOCK != 0
    }

    /// The time after which a blocking call on this socket gives up (`SO_RCVTIMEO`, `SO_SNDTIMEO`,
    /// socket(7)); `None` for ever.
    pub fn time_limit(&self, writes: bool) -> Option<Duration> {
        let socket = SockRef::from(&self.0);
        let limit = if writes { socket.write_timeout() } else { socket.read_timeout() };
        limit.ok().flatten()
    }

    /// Whether a call on it waits until it is done (no `O_NONBLOCK`, open(2)).
    pub fn blocks(&self) -> bool {
        // SAFETY: fcntl(2) with numbers only, on a descriptor that we hold.
        let flags = unsafe { libc::fcntl(self.0.as_raw_fd(), libc::F_GETFL) };
        flags & libc::O_NONBLOCK == 0
    }

    /// Makes calls on it return at once (`O_NONBLOCK`, fcntl(2)). This affects the process that it is
    /// borrowed from, too: the flag belongs to the open file, not to the descriptor.
    pub fn set_nonblocking(&self) -> io::Result<()> {
        SockRef::from(&self.0).set_nonblocking(true)
    }

    /// Whether it is a socket at all.
    pub fn is_socket(&self) -> bool {
        SockRef::from(&self.0).domain().is_ok()
    }

    /// Whether it is an internet socket.
    pub fn is_internet(&self) -> bool {
        matches!(SockRef::from(&self.0).domain(), Ok(Domain::IPV4 | Domain::IPV6))
    }

    /// Whether it is a raw socket: it receives whole packets from any sender (raw(7)).
    pub fn is_raw(&self) -> bool {
        matches!(SockRef::from(&self.0).r#type(), Ok(Type::RAW))
    }

    /// Whether it is a Unix socket (unix(7)).
    pub fn is_unix(&self) -> bool {
        matches!(SockRef::from(&self.0).domain(), Ok(Domain::UNIX))
    }

    /// Whether it is a UDP socket (udp(7)).
    pub fn is_udp(&self) -> bool {
        matches!(SockRef::from(&self.0).protocol(), Ok(Some(Protocol::UDP)))
    }

    /// State of a TCP socket (net/tcp_states.h); `None` if it is not one.
    pub fn tcp_state(&self) -> Option<u8> {
        tcp_info(self.0.as_fd()).ok().map(|info| info.state)
    }

    /// Whether its connection ends when the peer does not read for a while (`TCP_USER_TIMEOUT`, tcp(7)).
    pub fn gives_up_writing(&self) -> bool {
        SockRef::from(&self.0).tcp_user_timeout().ok().flatten().is_some_and(|time| !time.is_zero())
    }

    /// The process at the other end of a Unix socket, as it was when the two connected (`SO_PEERCRED`,
    /// unix(7)). `None` if there is none, or if it is not visible from here.
    pub fn peer_process(&self) -> Option<Pid> {
        let mut peer = libc::ucred { pid: 0, uid: 0, gid: 0 };
        let mut length = size_of::<libc::ucred>() as libc::socklen_t;
        // SAFETY: getsockopt(2) writes at most `length` bytes into a live `ucred`.
        let done = unsafe {
            libc::getsockopt(
                self.0.as_raw_fd(),
                libc::SOL_SOCKET,
                libc::SO_PEERCRED,
                (&raw mut peer).cast(),
                &raw mut length,
            )
        };
        (done == 0 && peer.pid != 0).then_some(peer.pid)
    }

    /// Inode of the socket or file behind it.
    pub fn inode(&self) -> Option<u64> {
        common::inode(self.0.as_fd())
    }

    /// Whether it is a socket that listens.
    pub fn is_listener(&self) -> bool {
        SockRef::from(&self.0).is_listener().unwrap_or(false)
    }

    /// Whether the address may be reused (`SO_REUSEADDR`, socket(7)).
    pub fn reuses_address(&self) -> io::Result<bool> {
        SockRef::from(&self.0).reuse_address()
    }

    /// Own address and peer's address, if it is an internet socket that has both.
    pub fn ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        let socket = SockRef::from(&self.0);
        Some((
            plain(socket.local_addr().ok()?.as_socket()?),
            plain(socket.peer_addr().ok()?.as_socket()?),
        ))
    }

    /// Its own port, if it is an internet socket.
    pub fn local_port(&self) -> Option<u16> {
        Some(SockRef::from(&self.0).local_addr().ok()?.as_socket()?.port())
    }
}

/// Converts an IPv4-mapped IPv6 address (`::ffff:127.0.0.1`) to plain IPv4.
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// Reads the memory of another process (process_vm_readv(2)): `length` bytes from `address`.
pub fn peek(pid: Pid, address: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0u8; length];
    let local = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: length };
    let remote = libc::iovec { iov_base: address as *mut libc::c_void, iov_len: length };
    // SAFETY: the kernel writes at most `length` bytes into our live buffer, and checks the other
    // process's address itself.
    let got = unsafe { libc::process_vm_readv(pid, &raw const local, 1, &raw const remote, 1, 0) };
    match usize::try_from(got) {
        Ok(got) if got == length => Ok(bytes),
        Ok(_) => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        Err(_) => Err(io::Error::last_os_error()),
    }
}

/// A pidfd: becomes readable when the process ends (pidfd_open(2)).
pub(super) fn pidfd(pid: Pid) -> io::Result<OwnedFd> {
    pidfd_with(pid, 0)
}

fn pidfd_with(pid: Pid, flags: i32) -> io::Result<OwnedFd> {
    // SAFETY: pidfd_open(2) takes two numbers, and gives a descriptor of ours.
    unsafe { new(libc::syscall(libc::SYS_pidfd_open, pid, flags)) }
}

/// Takes over the descriptor that a call has returned.
///
/// # Safety
/// Nothing else may own it.
unsafe fn new(fd: libc::c_long) -> io::Result<OwnedFd> {
    match fd {
        ..0 => Err(io::Error::last_os_error()),
        // SAFETY: as promised by the caller.
        _ => Ok(unsafe { common::own(fd as i32) }),
    }
}
