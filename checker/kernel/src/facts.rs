//! The kernel's reports about processes, threads and sockets, as plain data.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A process id, as this process sees it.
pub type Pid = i32;

/// The kernel's report about the *other* end of one of our connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inbox {
    /// Bytes of payload that arrived there since the connection began.
    pub received: u64,
    /// Bytes of these that the program has not yet read.
    pub unread: u64,
    /// A FIN arrived there.
    pub ended: bool,
    /// The program has received the FIN: a `read` returned 0.
    pub end_read: bool,
    /// The program has accepted the connection, or made it itself.
    pub is_accepted: bool,
    /// The last step of the handshake has not arrived there: it is in flight, or the accept queue had no room
    /// for it.
    pub is_half_open: bool,
    /// Bytes that the program has sent and that our kernel has not acknowledged. A FIN counts as one.
    pub unacknowledged: u64,
    /// Some of these have been sent only once: their acknowledgement is in flight, or will be soon.
    /// (Bytes are retransmitted if there was no room for them here.)
    pub is_in_flight: bool,
    /// Inode of the socket; 0 if no process holds it.
    pub inode: u64,
}

impl Inbox {
    /// Bytes that the program has read.
    pub fn consumed(&self) -> u64 {
        self.received.saturating_sub(self.unread)
    }
}

/// The kernel's report about a listening socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenerFacts {
    /// Inode of the socket, which shows up among the descriptors of its process.
    pub inode: u64,
    /// The address it is bound to.
    pub address: SocketAddr,
    /// The backlog it was given (listen(2)), after the kernel's own limit.
    pub backlog: u64,
    /// Finished connections that wait to be accepted.
    pub waiting: u64,
}

impl ListenerFacts {
    /// Whether no more connections can be completed before one is accepted. Linux lets one more
    /// connection wait than the backlog says.
    pub fn is_full(&self) -> bool {
        self.waiting > self.backlog
    }
}

/// A descriptor that an epoll set watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interest {
    pub fd: i32,
    /// Bits of poll(2): the events it is watched for.
    pub events: i16,
    /// It is edge-triggered (`EPOLLET`, epoll(7)): reported when it becomes ready, not as long as it is
    /// ready.
    pub for_edges: bool,
}

/// The kernel's report about a UDP socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatagramFacts {
    /// Inode of the socket, which shows up among the descriptors of its process.
    pub inode: u64,
    /// The address it is bound to.
    pub address: SocketAddr,
}

/// A resource that a program may run out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// Descriptors (`RLIMIT_NOFILE`, getrlimit(2)).
    Descriptors,
    /// Memory of its own (`RLIMIT_DATA`).
    Memory,
}

/// The kernel's report about a Unix socket (unix(7)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnixFacts {
    /// Inode of the socket, which shows up among the descriptors of its process.
    pub inode: u64,
    pub is_listening: bool,
    /// Its type, as socket(2) numbers it: 1 is `SOCK_STREAM`, 5 is `SOCK_SEQPACKET`.
    pub kind: u8,
    /// The path it was bound to, as given; empty if it has none.
    pub path: PathBuf,
    /// Inode of the file that it was bound to, even if that has been moved.
    pub file: Option<u64>,
    /// Inode of the far end; 0 if there is none, or if it has not been accepted yet.
    pub peer: u64,
    /// If it listens: inodes of the sockets that wait to be accepted.
    pub visitors: Vec<u64>,
    /// If it listens: connections that wait to be accepted. Otherwise: bytes that wait to be read.
    pub waiting: u64,
}

/// The activity of a thread, as far as it is visible from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// It runs, or is about to.
    Running,
    /// It waits for a descriptor to become readable or writable.
    Fd { call: &'static str, fd: i32, writes: bool, until: Until },
    /// It waits until all the bytes that it asked for have come, and leaves them in the queue (`MSG_PEEK`
    /// with `MSG_WAITALL`, recv(2)).
    Peek { call: &'static str, fd: i32 },
    /// It waits for one of several descriptors, with the events it asked for (poll(2) bits).
    Fds { call: &'static str, fds: Vec<(i32, i16)>, until: Until },
    /// It waits for another thread or process of the same program.
    Kin { call: &'static str, until: Until },
    /// It waits for a clock.
    Clock { call: &'static str, until: Until },
    /// It was stopped (`SIGSTOP`, `SIGTSTP`; signal(7)), and goes on when another process resumes it.
    Stopped,
    /// It waits in a way that cannot be decoded: no proof about it is possible.
    Unclear { call: String },
}

/// When a wait ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    Forever,
    /// Not before this moment.
    NotBefore(Instant),
    /// At some time, which is not known.
    Sometime,
}

/// One thread of a program at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its process. If the first thread has ended, this is the id of another thread, because the kernel
    /// no longer answers questions about the first.
    pub pid: Pid,
    pub tid: Pid,
    /// How often it was switched away so far. If unchanged, it has not run in between.
    pub switches: u64,
    pub doing: Doing,
}

/// A system call that returned at once: its name, its descriptor, and its result, a count or a negative error
/// number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub name: &'static str,
    pub fd: i32,
    /// It only peeks (`MSG_PEEK`, recv(2)).
    pub peeks: bool,
    pub returned: i64,
}

impl Call {
    /// In place of the descriptor: it asks several of them, and none is ready.
    pub const SEVERAL: i32 = -1;
}

/// The activity of a busy thread while its system calls were watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// It made these calls, none of which waits, in this processor time.
    Asks { calls: Vec<Call>, ran: Duration },
    /// It came to a call that may wait, or ended.
    Waits,
    /// Watching may have made one of its calls fail.
    Disturbed,
}

/// The processor time of one thread so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadTimes {
    pub pid: Pid,
    pub tid: Pid,
    /// Time on a processor.
    pub ran: Duration,
    /// Time ready to run, while others had the processors.
    pub stood_in_line: Duration,
}
