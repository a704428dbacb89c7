//! The object behind a descriptor that a thread waits on: which process could make it ready, and whether that
//! can still happen. Only objects shared by the programs and the stage alone can be proved to stay quiet. If
//! another process is involved, something may come at any time.

use std::net::SocketAddr;

use crate::outcome::breach::On;
use crate::state::connection::{Connection, Medium};
use crate::state::stage::Inner;
use kernel::{Borrowed, Interest, Pid, Until};

/// `ESTABLISHED` and `SYN_SENT` of net/tcp_states.h.
const ESTABLISHED: u8 = 1;
const SYN_SENT: u8 = 2;
/// How deep epoll sets may watch each other (epoll_ctl(2) allows five).
const DEPTH: u32 = 5;

/// The inputs of a question about one descriptor at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub inner: &'a Inner,
    /// All programs and the processes that they started.
    pub kin: &'a [Pid],
    pub pid: Pid,
    pub fd: i32,
    /// Bits of poll(2): the events that the thread waits for.
    pub events: i16,
}

/// The object that a thread waits on at this descriptor, and the earliest moment at which something may
/// come. `None` if the descriptor is ready, or if something is in flight to it.
pub(crate) fn waits_on(ask: Question<'_>) -> Option<(On, Until)> {
    let borrowed = match kernel::borrow(ask.pid, ask.fd) {
        Ok(borrowed) => borrowed,
        // Another thread has closed it in the meantime, which wakes no thread (close(2)). The object
        // behind it can no longer be checked, and may still be alive.
        Err(error) if error.raw_os_error() == Some(libc::EBADF) => {
            return Some((On::Other("a descriptor that is closed".into()), Until::Sometime));
        }
        Err(_) => return None,
    };
    if borrowed.is_ready(ask.events) {
        return None;
    }
    behind(ask, &borrowed, DEPTH)
}

/// The object behind a descriptor, ready or not.
pub(crate) fn named(inner: &Inner, kin: &[Pid], pid: Pid, fd: i32) -> Option<On> {
    let borrowed = kernel::borrow(pid, fd).ok()?;
    if let Some(connection) = connection_behind(inner, &borrowed) {
        return Some(On::Connection { peer: connection.name.clone() });
    }
    let events = libc::POLLIN;
    behind(Question { inner, kin, pid, fd, events }, &borrowed, DEPTH).map(|(on, _)| on)
}

/// Like [`waits_on`], for a thread that has peeked at its bytes and waits for more. Its descriptor is
/// ready all the while.
pub(crate) fn waits_for_more_on(ask: Question<'_>) -> Option<(On, Until)> {
    let borrowed = kernel::borrow(ask.pid, ask.fd).ok()?;
    behind(ask, &borrowed, DEPTH)
}

fn behind(ask: Question<'_>, borrowed: &Borrowed, depth: u32) -> Option<(On, Until)> {
    if borrowed.is_socket() {
        return socket(ask, borrowed);
    }
    let target = std::fs::read_link(format!("/proc/{}/fd/{}", ask.pid, ask.fd)).ok()?;
    let target = target.to_string_lossy().into_owned();
    match target.as_str() {
        "anon_inode:[eventpoll]" => epoll(ask, depth),
        "anon_inode:[eventfd]" | "anon_inode:[signalfd]" => Some((On::Itself, Until::Forever)),
        "anon_inode:[timerfd]" => Some((On::Clock, kernel::timer(ask.pid, ask.fd))),
        pipe if pipe.starts_with("pipe:") => our_pipe(ask, pipe),
        _ => Some((On::Other(target), Until::Sometime)),
    }
}

/// A pipe whose other end the stage holds, or whose ends are both with the programs.
fn our_pipe(ask: Question<'_>, target: &str) -> Option<(On, Until)> {
    match ask.inner.processes.iter().find_map(|process| process.pipe(target)) {
        Some(on) => our_stream(ask, on),
        None => Some((On::Itself, Until::Forever)),
    }
}

/// The stage drains a program's output: a thread that waits for room there will go on.
fn our_stream(ask: Question<'_>, on: On) -> Option<(On, Until)> {
    let is_drained = on != On::Stdin && ask.events & libc::POLLOUT != 0;
    (!is_drained).then_some((on, Until::Forever))
}

/// An epoll set is quiet as long as every descriptor that it watches is quiet. An edge-triggered
/// descriptor may be ready while the set is not: then the set needs a new event (epoll(7)).
fn epoll(ask: Question<'_>, depth: u32) -> Option<(On, Until)> {
    let interests = if depth == 0 { None } else { kernel::epoll_interests(ask.pid, ask.fd) };
    let Some(interests) = interests else { return Some((On::Several, Until::Sometime)) };
    let (mut has_edges, mut left, mut until) = (false, false, Until::Forever);
    for Interest { fd, events, for_edges } in interests {
        let ask = Question { fd, events, ..ask };
        let one = match kernel::borrow(ask.pid, fd) {
            Ok(borrowed) => {
                if for_edges && borrowed.is_socket() {
                    let reads = events & libc::POLLIN;
                    left |= reads != 0 && borrowed.is_ready(reads);
                    has_edges = true;
                }
                behind(ask, &borrowed, depth - 1)?.1
            }
            // The descriptor is closed but still watched: another process holds the same file.
            Err(_) => Until::Sometime,
        };
        until = earlier(until, one);
    }
    Some((if has_edges { On::Edges { left } } else { On::Several }, until))
}

fn socket(ask: Question<'_>, borrowed: &Borrowed) -> Option<(On, Until)> {
    let plain = || On::Other("a socket".into());
    if borrowed.is_listener() {
        return Some((listener(ask.inner, borrowed), Until::Forever));
    }
    if borrowed.is_unix() {
        return unix(ask, borrowed);
    }
    if !borrowed.is_internet() {
        return Some((plain(), Until::Sometime));
    }
    if borrowed.is_udp() {
        return datagrams(ask, borrowed);
    }
    if borrowed.is_raw() {
        // In a cell, only the programs and the stage send.
        let until = if ask.inner.is_in_cell { Until::Forever } else { Until::Sometime };
        return Some((On::Other("a raw socket".into()), until));
    }
    let Some((own, peer)) = borrowed.ends() else {
        // The kernel itself gives up an attempt to connect at some time (tcp_syn_retries, tcp(7)).
        let connects = borrowed.tcp_state() == Some(SYN_SENT);
        return Some((plain(), if connects { Until::Sometime } else { Until::Forever }));
    };
    let writes = ask.events & libc::POLLOUT != 0;
    if let Some(name) = ask.inner.peer_at(own, peer) {
        let gives_up = writes && borrowed.gives_up_writing();
        let until = if gives_up { Until::Sometime } else { Until::Forever };
        return Some((On::Connection { peer: name.into() }, until));
    }
    let on = On::Other(format!("a connection with {peer}"));
    if !peer.ip().is_loopback() {
        return Some((on, Until::Sometime));
    }
    match borrowed.tcp_state() {
        Some(state) => Some((on, far_end(ask, state, own, peer, writes)?)),
        None => Some((on, Until::Forever)),
    }
}

/// A datagram socket. No process outside the stage knows this socket, except the peer it is connected to
/// (udp(7)).
fn datagrams(ask: Question<'_>, borrowed: &Borrowed) -> Option<(On, Until)> {
    let port = borrowed.local_port().unwrap_or(0);
    let Some((_, address)) = borrowed.ends() else {
        let writes = ask.events & libc::POLLOUT != 0;
        let until = if writes { Until::Sometime } else { Until::Forever };
        return Some((On::Datagram { port, peer: None }, until));
    };
    let peer = ask.inner.mailbox_at(address).map(str::to_owned);
    let is_on_stage = || {
        let sockets = kernel::datagram_sockets(address.port()).unwrap_or_default();
        address.ip().is_loopback()
            && sockets.iter().all(|facts| kernel::owns_socket(ask.kin, facts.inode))
    };
    let is_known = peer.is_some() || is_on_stage();
    let until = if is_known { Until::Forever } else { Until::Sometime };
    Some((On::Datagram { port, peer }, until))
}

/// A Unix socket. Its far end belongs to a peer, to the stage (a standard output), to the program itself, or
/// to another process.
fn unix(ask: Question<'_>, borrowed: &Borrowed) -> Option<(On, Until)> {
    if let Some(connection) = connection_behind(ask.inner, borrowed) {
        return Some((On::Connection { peer: connection.name.clone() }, Until::Forever));
    }
    let mut processes = ask.inner.processes.iter();
    if borrowed.inode().is_some_and(|inode| processes.any(|process| process.prints_on(inode))) {
        return our_stream(ask, On::Stdout);
    }
    let plain = On::Other("a socket".into());
    Some(match borrowed.peer_process() {
        Some(peer) if ask.kin.contains(&peer) => (On::Itself, Until::Forever),
        Some(_) if waits_in_our_queue(ask.inner, borrowed) => (plain, Until::Forever),
        Some(_) => (plain, Until::Sometime),
        None => (plain, Until::Forever),
    })
}

/// Whether it waits in the accept queue of a listening peer.
fn waits_in_our_queue(inner: &Inner, borrowed: &Borrowed) -> bool {
    let Some(visitor) = borrowed.inode() else { return false };
    let listens = |inode: &u64| kernel::unix_socket(*inode).ok().flatten();
    inner.listening_inodes.iter().filter_map(listens).any(|facts| facts.visitors.contains(&visitor))
}

/// The stage's connection whose far end this socket is.
pub(crate) fn connection_behind<'i>(
    inner: &'i Inner,
    borrowed: &Borrowed,
) -> Option<&'i Connection> {
    let mut all = inner.connections.iter().rev();
    if borrowed.is_unix() {
        let inode = kernel::unix_socket(borrowed.inode()?).ok()??.peer;
        return all.find(|one| inode != 0 && one.medium == Medium::Unix { inode });
    }
    let ends = borrowed.is_socket().then(|| borrowed.ends())??;
    all.find(|one| (one.theirs, one.ours) == ends)
}

/// A connection of the program on this machine whose far end is not a peer of the stage. The far end may be
/// the program itself, another program of the scene, a listening peer that has not accepted it, or a
/// stranger.
fn far_end(
    ask: Question<'_>,
    state: u8,
    own: SocketAddr,
    peer: SocketAddr,
    writes: bool,
) -> Option<Until> {
    let Some(other) = kernel::inbox(peer, own).ok()? else {
        // The far end is gone, and its reset (RST) is in flight.
        return (state != ESTABLISHED).then_some(Until::Forever);
    };
    let is_on_its_way = if writes { other.unread == 0 } else { other.unacknowledged > 0 };
    if is_on_its_way {
        return None;
    }
    let of_kin = |inode| kernel::owns_socket(ask.kin, inode);
    let is_ours = match other.inode {
        0 => kernel::listeners(peer.port())
            .ok()?
            .iter()
            .any(|facts| of_kin(facts.inode) || ask.inner.listening.contains(&facts.address)),
        inode => of_kin(inode),
    };
    Some(if is_ours { Until::Forever } else { Until::Sometime })
}

fn listener(inner: &Inner, socket: &Borrowed) -> On {
    if socket.is_unix() {
        let facts = socket.inode().and_then(|inode| kernel::unix_socket(inode).ok().flatten());
        return On::Listener { waiting: facts.map_or(0, |facts| facts.waiting) };
    }
    let port = socket.local_port();
    let ours = inner
        .processes
        .iter()
        .any(|process| process.address.is_some_and(|a| Some(a.port()) == port));
    match port {
        Some(port) if !ours => On::Other(format!("a listening socket on port {port}")),
        Some(port) => {
            let waiting = inner.listener(port).ok().flatten().map_or(0, |facts| facts.waiting);
            On::Listener { waiting }
        }
        None => On::Listener { waiting: 0 },
    }
}

/// The earlier of two moments.
pub(crate) fn earlier(a: Until, b: Until) -> Until {
    match (a, b) {
        (Until::Sometime, _) | (_, Until::Sometime) => Until::Sometime,
        (Until::Forever, other) | (other, Until::Forever) => other,
        (Until::NotBefore(a), Until::NotBefore(b)) => Until::NotBefore(a.min(b)),
    }
}
