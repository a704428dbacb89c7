//! Whether anything can still happen. The stage checks all threads of all programs twice. It looks for a
//! state in which none has run in between, each waits in a call that nothing is ready to end, and
//! nothing is in flight to or from them. Then they will never move again by themselves. That is a proof,
//! not a time-out, and it includes what each of them waits for.

use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use crate::outcome::breach::{On, Wait};
use crate::outcome::fault::Missing;
use crate::proof::descriptor::{Question, earlier, waits_for_more_on, waits_on};
use crate::state::connection::{Connection, Medium};
use crate::state::stage::Inner;
use kernel::{Doing, Inbox, Pid, Thread, Until};

/// The state of all programs at one moment.
#[derive(Debug)]
pub(crate) enum Stillness {
    /// Some thread runs, or has something to run for.
    Moving,
    /// No thread will ever move again.
    Forever(Vec<Wait>),
    /// No thread moves before this moment.
    NotBefore(Instant, Vec<Wait>),
    /// A thread waits for a clock, or for something outside the stage. How long is not known.
    Sometime(Vec<Wait>),
    /// This machine does not report it.
    Unknown(Missing),
}

/// The caller's purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// A verdict may be built on it: it must be true of every process.
    Proof,
    /// The caller only waits until the programs have come to rest.
    Rest,
}

/// Checks every thread of every program.
pub(crate) fn examine(inner: &Inner, care: Care) -> Stillness {
    match look_twice(inner, care) {
        Ok(stillness) => stillness,
        Err(missing) => Stillness::Unknown(missing),
    }
}

fn look_twice(inner: &Inner, care: Care) -> Result<Stillness, Missing> {
    // The most frequent answer is the cheapest one.
    let Some(kin) = inner.kin.list_at_rest() else { return Ok(Stillness::Moving) };
    let first = snapshot(inner, &kin)?;
    if first.iter().any(|thread| thread.doing == Doing::Running) {
        return Ok(Stillness::Moving);
    }
    if is_something_on_its_way(inner)? {
        return Ok(Stillness::Moving);
    }
    for thread in &first {
        may_be_asked(thread)?;
    }
    let mut waits = Vec::new();
    let mut until = Until::Forever;
    for thread in &first {
        let Some((wait, ends)) = resting(inner, &kin, thread) else {
            return Ok(Stillness::Moving);
        };
        until = earlier(until, ends);
        if !waits.contains(&wait) {
            waits.push(wait);
        }
    }
    if kin.iter().any(|pid| kernel::may_be_interrupted(*pid)) {
        until = Until::Sometime;
    }
    // Wait for datagrams in flight: after this, a thread that one of them wakes is no longer blocked.
    if let Some(probe) = &inner.delivery_probe
        && !probe.sees_all_delivered()?
    {
        return Ok(Stillness::Moving);
    }
    let second = snapshot(inner, &inner.kin.list())?;
    let is_same = match care {
        Care::Proof => first == second,
        Care::Rest => is_same_but_for_sleepers(&first, &second),
    };
    if !is_same {
        return Ok(Stillness::Moving);
    }
    // Check before any proof that the list was complete: a process left out of it may move. (A clock
    // that expires before the deadline is not a proof.)
    let is_past_curtain = Instant::now() >= inner.curtain;
    let is_proof = match until {
        Until::Forever => true,
        Until::NotBefore(when) => is_past_curtain || when > inner.curtain,
        Until::Sometime => is_past_curtain,
    };
    if care == Care::Proof && is_proof && inner.kin.list_thoroughly() != kin {
        return Ok(Stillness::Moving);
    }
    Ok(match until {
        Until::Forever => Stillness::Forever(waits),
        Until::NotBefore(when) => Stillness::NotBefore(when, waits),
        Until::Sometime => Stillness::Sometime(waits),
    })
}

/// Whether no thread has run between the two moments, except those that sleep again. Looking at hundreds of threads
/// takes so long that one of them may sleep, log and sleep again in the meantime.
fn is_same_but_for_sleepers(first: &[Thread], second: &[Thread]) -> bool {
    let sleeps = |thread: &Thread| matches!(thread.doing, Doing::Clock { .. });
    let is_same = |(one, other): (&Thread, &Thread)| {
        one == other || (one.tid == other.tid && sleeps(one) && sleeps(other))
    };
    first.len() == second.len() && first.iter().zip(second).all(is_same)
}

/// Threads at rest, each with the object of its wait and the moment until which it lasts.
pub(crate) type Rests = Vec<(Thread, Wait, Until)>;

/// The waits of all threads at this moment, without threads that move.
pub(crate) fn rests(inner: &Inner) -> Rests {
    all(inner).flatten().collect()
}

/// The waits of all threads at this moment; `None` if one of them moves.
pub(crate) fn rests_of_all(inner: &Inner) -> Option<Rests> {
    all(inner).collect()
}

/// The wait of each thread; `None` for one that moves.
fn all(inner: &Inner) -> impl Iterator<Item = Option<(Thread, Wait, Until)>> {
    let kin = inner.kin.list();
    let threads = snapshot(inner, &kin).unwrap_or_default();
    threads.into_iter().map(move |thread| {
        let (wait, until) = resting(inner, &kin, &thread)?;
        Some((thread, wait, until))
    })
}

/// Whether something is in flight to the programs or from them. If the machine does not report it, something
/// may be.
pub(crate) fn is_anything_in_flight(inner: &Inner) -> bool {
    is_something_on_its_way(inner).unwrap_or(true)
}

/// Whether every thread rests, except for these: process and thread.
pub(crate) fn others_rest(inner: &Inner, except: &[(Pid, Pid)]) -> bool {
    let kin = inner.kin.list();
    let Ok(threads) = snapshot(inner, &kin) else { return false };
    let is_other = |thread: &&Thread| !except.contains(&(thread.pid, thread.tid));
    threads.iter().filter(is_other).all(|thread| resting(inner, &kin, thread).is_some())
}

/// Whether stopping these processes would make a call of theirs fail with `EINTR`, even though they
/// catch no signal. Such calls are epoll waits and socket calls with a time limit (signal(7)). A call
/// that cannot be read counts as such a call. A process that catches `SIGCHLD` would be notified when
/// its children are stopped.
pub(crate) fn would_be_interrupted(inner: &Inner, kin: &[Pid]) -> bool {
    if kin.iter().any(|pid| kernel::catches_sigchld_with_children(*pid)) {
        return true;
    }
    kin.iter().flat_map(|pid| kernel::threads(*pid, inner.born).unwrap_or_default()).any(|thread| {
        match thread.doing {
            Doing::Fds { call, .. } => call == "epoll_wait",
            Doing::Fd { fd, writes, .. } => {
                kernel::borrow(thread.pid, fd).is_ok_and(|fd| fd.time_limit(writes).is_some())
            }
            Doing::Peek { fd, .. } => {
                kernel::borrow(thread.pid, fd).is_ok_and(|fd| fd.time_limit(false).is_some())
            }
            Doing::Kin { call, .. } => call == "sigwait",
            Doing::Unclear { .. } => true,
            Doing::Running | Doing::Clock { .. } | Doing::Stopped => false,
        }
    })
}

/// The stage borrows a descriptor to see which object a thread waits on. Some machines do not allow
/// that.
fn may_be_asked(thread: &Thread) -> Result<(), Missing> {
    let fd = match &thread.doing {
        Doing::Fd { fd, .. } | Doing::Peek { fd, .. } => Some(*fd),
        Doing::Fds { fds, .. } => fds.first().map(|(fd, _)| *fd),
        _ => None,
    };
    match fd.map(|fd| kernel::borrow(thread.pid, fd)) {
        Some(Err(error)) if is_refusal(&error) => {
            Err(Missing::new("borrowing a program's descriptor (pidfd_getfd)", error))
        }
        _ => Ok(()),
    }
}

fn is_refusal(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, Unsupported};
    matches!(error.kind(), PermissionDenied | Unsupported)
}

fn snapshot(inner: &Inner, kin: &[Pid]) -> Result<Vec<Thread>, Missing> {
    let mut threads = Vec::new();
    for pid in kin {
        threads.extend(kernel::threads(*pid, inner.born)?);
    }
    Ok(threads)
}

/// Whether anything has left one side and not arrived at the other. The kernel usually delivers before `send`
/// returns, but not on a busy machine.
fn is_something_on_its_way(inner: &Inner) -> Result<bool, Missing> {
    if inner.is_pinged && kernel::is_icmp_on_its_way()? {
        return Ok(true);
    }
    for address in &inner.connecting {
        // With a full accept queue the SYN is only retransmitted, after a second and then again and again:
        // nothing is about to arrive.
        if !inner.listener(address.port())?.is_some_and(|facts| facts.is_full()) {
            return Ok(true);
        }
    }
    for connection in &inner.connections {
        let inbox = connection.inbox()?;
        if connection.medium != Medium::Tcp {
            // Bytes sent over a Unix socket have arrived. Only the stage may have something to receive.
            if !connection.is_deaf && inbox.is_some_and(|inbox| inbox.unacknowledged > 0) {
                return Ok(true);
            }
            continue;
        }
        let any = match (inbox, &connection.stream) {
            (None, None) => false,
            // The program's socket is gone, and the stage's socket does not know it yet.
            (None, Some(stream)) => kernel::has_no_end(stream.as_fd()),
            (Some(inbox), _) if inbox.is_half_open => {
                !inner.listener(connection.theirs.port())?.is_some_and(|facts| facts.is_full())
            }
            (Some(inbox), Some(stream)) => {
                is_on_the_way_there(connection, inbox, || kernel::has_in_flight(stream.as_fd()))
                    || (!connection.is_deaf && inbox.unacknowledged > 0)
                    || is_acknowledged_soon(connection, inbox, stream.as_fd())
            }
            (Some(inbox), None) => is_parting(connection, inbox)?,
        };
        if any {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a deaf peer's kernel still owes an acknowledgement, which makes room for the program's next
/// write. The kernel may delay it (some 40 ms, RFC 9293, 3.8.6.3), and is asked for it now.
fn is_acknowledged_soon(connection: &Connection, inbox: Inbox, stream: BorrowedFd<'_>) -> bool {
    let is_owed = connection.is_deaf && inbox.is_in_flight;
    if is_owed {
        kernel::arm_quick_ack(stream);
    }
    is_owed
}

/// Fewer unread bytes than this do not close a receive window.
const FEW: u64 = 512;

/// Whether bytes or an end from the stage have left it and not yet arrived. Bytes that wait in front of a
/// full receive queue do not move before the program reads.
fn is_on_the_way_there(connection: &Connection, inbox: Inbox, moves: impl Fn() -> bool) -> bool {
    let is_missing = inbox.received < connection.said || (connection.has_shut_down && !inbox.ended);
    is_missing && (inbox.unread < FEW || moves())
}

/// Whether the program is about to be notified that the stage has closed or reset the connection.
fn is_parting(connection: &Connection, inbox: Inbox) -> Result<bool, Missing> {
    if inbox.unacknowledged > 0 {
        // A write to the closed end is answered with a reset.
        return Ok(true);
    }
    if connection.has_vanished {
        return Ok(false);
    }
    let ours_is_gone = kernel::inbox(connection.ours, connection.theirs)?.is_none();
    Ok(!inbox.ended && (ours_is_gone || inbox.unread == 0))
}

/// The object of the thread's wait, and the moment until which it lasts; `None` if the thread may move.
fn resting(inner: &Inner, kin: &[Pid], thread: &Thread) -> Option<(Wait, Until)> {
    let wait = |call: &str, on| Wait { call: call.into(), on };
    let ask = |fd, events| Question { inner, kin, pid: thread.pid, fd, events };
    match &thread.doing {
        Doing::Running => None,
        Doing::Unclear { call } => {
            let on = On::Other("something that cannot be seen from outside".into());
            Some((wait(call, on), Until::Sometime))
        }
        Doing::Stopped => {
            let on = On::Other("a `SIGCONT` that will never come".into());
            Some((wait("SIGSTOP", on), Until::Forever))
        }
        Doing::Kin { call, until: Until::Forever } => {
            Some((wait(call, On::Itself), Until::Forever))
        }
        Doing::Kin { call, until } | Doing::Clock { call, until } => {
            Some((wait(call, On::Clock), *until))
        }
        Doing::Fd { call, fd, writes, until } => {
            let events = if *writes { libc::POLLOUT } else { libc::POLLIN };
            let (on, object) = waits_on(ask(*fd, events))?;
            let limit = time_limit(inner, thread.pid, *fd, *writes);
            Some((wait(call, on), earlier(earlier(*until, limit), object)))
        }
        Doing::Peek { call, fd } => {
            let (on, object) = waits_for_more_on(ask(*fd, libc::POLLIN))?;
            Some((wait(call, on), earlier(time_limit(inner, thread.pid, *fd, false), object)))
        }
        Doing::Fds { call, fds, until } => {
            let mut ons = Vec::new();
            let mut ends = *until;
            for (fd, events) in fds {
                let (on, object) = waits_on(ask(*fd, *events))?;
                ons.push(on);
                ends = earlier(ends, object);
            }
            let on = if let [one] = &ons[..] { one.clone() } else { On::Several };
            Some((wait(call, on), ends))
        }
    }
}

/// The earliest time at which a blocking call on this socket gives up by itself.
fn time_limit(inner: &Inner, pid: Pid, fd: i32, writes: bool) -> Until {
    let limit = kernel::borrow(pid, fd).ok().and_then(|borrowed| borrowed.time_limit(writes));
    limit.and_then(|limit| inner.born.checked_add(limit)).map_or(Until::Forever, Until::NotBefore)
}
