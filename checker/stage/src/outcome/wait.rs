//! Where the threads of a program wait, as plain data.

use nanoserde::{DeBin, SerBin};

/// A program at rest: none of its threads moves until something else happens, or a timer ends.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Rest {
    pub program: String,
    /// The wait of each thread.
    pub waits: Vec<Wait>,
    /// Whether the program may move again by itself, when a timer ends.
    pub has_timer: bool,
}

/// The wait of one thread of the program, as the kernel reports it.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Wait {
    /// Name of the system call, as in its manual page: `recv`, `accept`, `futex` …
    pub call: String,
    pub on: On,
}

/// The object a thread waits on.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum On {
    /// The connection with this peer.
    Connection {
        peer: String,
    },
    /// The listening socket. `waiting` connections are in its queue.
    Listener {
        waiting: u64,
    },
    /// The next datagram on this port of the program. If the socket is connected (udp(7)), only from `peer`.
    Datagram {
        port: u16,
        peer: Option<String>,
    },
    Stdin,
    Stdout,
    Stderr,
    /// Another thread or process of the same program.
    Itself,
    /// A clock.
    Clock,
    /// One of several descriptors (`poll`, `select`, `epoll_wait`).
    Several,
    /// One of several descriptors in an epoll set that watches sockets edge-triggered: a reported event
    /// is not reported again (`EPOLLET`, epoll(7)). `left` is set if one of these sockets has had
    /// something to read or accept all the while.
    Edges {
        left: bool,
    },
    /// Something else, named as the kernel names it.
    Other(String),
}
