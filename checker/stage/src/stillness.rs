//! Can anything still happen? All threads of all programs are looked at twice: if none has run in
//! between, if each waits in a call that nothing is ready to end, if nothing is on its way to them,
//! then they will never move again by themselves. That is a proof, not a time-out, and it says what
//! each of them waits for.

use std::time::Instant;

use crate::breach::{On, Wait};
use crate::fault::Missing;
use crate::kernel::{self, Doing, Pid, Thread, Until};
use crate::process::Pipe;
use crate::stage::Inner;

/// What can be said of all programs at one moment.
#[derive(Debug)]
pub(crate) enum Stillness {
    /// Some thread runs, or has something to run for.
    Moving,
    /// No thread will ever move again.
    Forever(Vec<Wait>),
    /// Nobody moves before this moment.
    NotBefore(Instant, Vec<Wait>),
    /// Somebody waits for a clock; for how long is not known.
    Sometime(Vec<Wait>),
    /// This machine does not tell.
    Unknown(Missing),
}

/// Looks at every thread of every program.
pub(crate) fn examine(inner: &Inner) -> Stillness {
    let first = match snapshot(inner) {
        Ok(threads) => threads,
        Err(missing) => return Stillness::Unknown(missing),
    };
    match on_its_way(inner) {
        Ok(false) => {}
        Ok(true) => return Stillness::Moving,
        Err(missing) => return Stillness::Unknown(missing),
    }
    let mut waits = Vec::new();
    let mut until = Until::Forever;
    for thread in &first {
        let Some((wait, ends)) = resting(inner, thread) else { return Stillness::Moving };
        until = earlier(until, ends);
        if !waits.contains(&wait) {
            waits.push(wait);
        }
    }
    match snapshot(inner) {
        Ok(second) if second == first => {}
        Ok(_) => return Stillness::Moving,
        Err(missing) => return Stillness::Unknown(missing),
    }
    match until {
        Until::Forever => Stillness::Forever(waits),
        Until::NotBefore(when) => Stillness::NotBefore(when, waits),
        Until::Sometime => Stillness::Sometime(waits),
    }
}

/// Whether stopping these processes would make a call of theirs fail with `EINTR`, even though they
/// catch no signal: waits of epoll and socket calls with a time limit (signal(7)).
pub(crate) fn would_be_interrupted(inner: &Inner, kin: &[Pid]) -> bool {
    kin.iter().flat_map(|pid| kernel::threads(*pid, inner.born).unwrap_or_default()).any(|thread| {
        match thread.doing {
            Doing::Fds { call, .. } => call == "epoll_wait",
            Doing::Fd { fd, writes, .. } => {
                kernel::borrow(thread.pid, fd).is_ok_and(|fd| fd.time_limit(writes).is_some())
            }
            _ => false,
        }
    })
}

fn snapshot(inner: &Inner) -> Result<Vec<Thread>, Missing> {
    let mut threads = Vec::new();
    for pid in inner.kin() {
        threads.extend(kernel::threads(pid, inner.born)?);
    }
    Ok(threads)
}

/// Whether bytes of ours, or an end of ours, have left us and not yet arrived. Bytes that wait
/// behind others which the program has not read cannot wake it, so they do not count.
fn on_its_way(inner: &Inner) -> Result<bool, Missing> {
    for connection in inner.connections.iter().filter(|connection| connection.stream.is_some()) {
        let Some(inbox) = kernel::inbox(connection.theirs, connection.ours)? else { continue };
        let bytes = inbox.received < connection.said && inbox.unread == 0;
        let end = connection.has_shut_down && inbox.received == connection.said && !inbox.ended;
        if bytes || end {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the thread waits for and until when; `None` where it may move.
fn resting(inner: &Inner, thread: &Thread) -> Option<(Wait, Until)> {
    let wait = |call: &str, on| Wait { call: call.into(), on };
    match &thread.doing {
        Doing::Running | Doing::Unclear { .. } => None,
        Doing::Kin { call, until: Until::Forever } => {
            Some((wait(call, On::Itself), Until::Forever))
        }
        Doing::Kin { call, until } | Doing::Clock { call, until } => {
            Some((wait(call, On::Clock), *until))
        }
        Doing::Fd { call, fd, writes, until } => {
            let events = if *writes { libc::POLLOUT } else { libc::POLLIN };
            let (on, limit) = waits_on(inner, thread.pid, *fd, events, *writes)?;
            Some((wait(call, on), earlier(*until, limit)))
        }
        Doing::Fds { call, fds, until } => {
            let mut ons = Vec::new();
            for (fd, events) in fds {
                ons.push(waits_on(inner, thread.pid, *fd, *events, false)?.0);
            }
            let on = if let [one] = &ons[..] { one.clone() } else { On::Several };
            let on = if *call == "epoll_wait" { On::Several } else { on };
            Some((wait(call, on), *until))
        }
    }
}

/// What stands behind a descriptor that a thread waits on, and when the wait gives up; `None` where
/// the descriptor is ready, or is of a kind that somebody outside the stage may make ready.
fn waits_on(inner: &Inner, pid: Pid, fd: i32, events: i16, writes: bool) -> Option<(On, Until)> {
    let borrowed = kernel::borrow(pid, fd).ok()?;
    if borrowed.is_ready(events) {
        return None;
    }
    if borrowed.is_socket() {
        let until = borrowed
            .time_limit(writes)
            .map_or(Until::Forever, |limit| Until::NotBefore(inner.born + limit));
        if borrowed.is_listener() {
            return Some((listener(inner, &borrowed), until));
        }
        let on = match borrowed.ends() {
            Some((own, peer)) => match inner.peer_at(own, peer) {
                Some(name) => On::Connection { peer: name.into() },
                // Its own other half, or somebody on this machine who is not of the stage.
                None if inner.connections.is_empty() || peer.ip().is_loopback() => {
                    On::Other(format!("a connection with {peer}"))
                }
                None => return None,
            },
            None => On::Other("a socket".into()),
        };
        return Some((on, until));
    }
    let target = std::fs::read_link(format!("/proc/{pid}/fd/{fd}")).ok()?;
    let target = target.to_string_lossy().into_owned();
    if target.starts_with("anon_inode:[eventpoll]") {
        let timed = kernel::descriptors(pid).iter().any(|(_, name)| name.contains("[timerfd]"));
        return (!timed).then_some((On::Several, Until::Forever));
    }
    if target.starts_with("anon_inode:[eventfd]") {
        return Some((On::Itself, Until::Forever));
    }
    if !target.starts_with("pipe:") {
        return None;
    }
    match inner.processes.iter().find_map(|process| process.pipe(&target)) {
        Some(Pipe::Input) => Some((On::Stdin, Until::Forever)),
        // The stage drains it: a program that waits for room in it will go on.
        Some(Pipe::Output) => None,
        // A pipe between the program and a process that it started, whichever descriptor it is.
        None => Some((On::Itself, Until::Forever)),
    }
}

fn listener(inner: &Inner, socket: &kernel::Borrowed) -> On {
    let port = socket.local_port();
    let ours = inner
        .processes
        .iter()
        .any(|process| process.address.is_some_and(|a| Some(a.port()) == port));
    match port {
        Some(port) if !ours => On::Other(format!("a listening socket on port {port}")),
        Some(port) => {
            let facts = kernel::listener(port).ok().flatten();
            On::Listener { waiting: facts.map_or(0, |facts| facts.waiting) }
        }
        None => On::Listener { waiting: 0 },
    }
}

fn earlier(a: Until, b: Until) -> Until {
    match (a, b) {
        (Until::Sometime, _) | (_, Until::Sometime) => Until::Sometime,
        (Until::Forever, other) | (other, Until::Forever) => other,
        (Until::NotBefore(a), Until::NotBefore(b)) => Until::NotBefore(a.min(b)),
    }
}
