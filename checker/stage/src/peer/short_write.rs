//! A real short write on a blocking socket. A blocking `write` usually takes everything, however long it
//! waits. It returns early only if a signal interrupts it half-way (send(2), signal(7)). Stopping and
//! resuming the program does that, just as Ctrl-Z and `fg` do in a shell.

use crate::outcome::breach::{After, Awaited, On, ShortWrite, Wait};
use crate::outcome::fault::{Missing, Played};
use crate::outcome::trace::What;
use crate::peer::Peer;
use crate::proof::deadlock;
use crate::proof::descriptor::connection_behind;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::{Connection, KEPT};
use crate::state::stage::Inner;
use kernel::{Borrowed, Doing, Pid, Thread, Until};

/// Number of attempts. A write that had taken nothing yet restarts, and the next attempt interrupts it
/// again.
const ATTEMPTS: usize = 6;

/// How many times to wait for a program that sleeps and writes nothing when it wakes.
const NAPS: usize = 3;

/// The result of an attempt to interrupt a write.
enum Attempt {
    /// The call returned early, with a part of the bytes that it was offered.
    Short(ShortWrite),
    /// The program's writes do not block. Each takes as much as there is room for, so the last one was
    /// short.
    TakesPartsAnyway,
    /// The call had taken nothing yet, so it restarts, or it had already taken everything.
    TookNothing,
    /// No write can be interrupted. The text is the reason.
    Impossible(String),
}

impl Peer<'_> {
    /// Waits until the program is blocked in a write to this deaf peer, and interrupts the call. Returns
    /// whether a write was short. If none has been so far, the case does not count as kept.
    pub fn forces_a_short_write(&self) -> Played<bool> {
        let mut why =
            "each of its writes had taken nothing or everything when it was interrupted".to_owned();
        for _ in 0..ATTEMPTS {
            match self.tries_to_interrupt()? {
                Attempt::Short(write) => {
                    let ShortWrite { offered, taken, .. } = write;
                    let program = self.program();
                    self.stage.connection(self.index).short_writes.push(write);
                    self.stage.note(&program, What::ShortWrite { offered, taken });
                    return Ok(true);
                }
                Attempt::TakesPartsAnyway => {
                    self.stage.connection(self.index).takes_parts = true;
                    return Ok(true);
                }
                Attempt::TookNothing => self.makes_a_little_room()?,
                Attempt::Impossible(reason) => {
                    why = reason;
                    break;
                }
            }
        }
        let was_short_before = {
            let connection = self.stage.connection(self.index);
            connection.takes_parts || !connection.short_writes.is_empty()
        };
        if !was_short_before {
            self.stage.note_not_sprung(Missing::new("interrupting a write half-way", why));
        }
        Ok(false)
    }

    fn tries_to_interrupt(&self) -> Played<Attempt> {
        let mut naps = 0;
        loop {
            let taken = self.stage.connection(self.index).taken()?;
            match self.stage.until::<()>(Patience::Rest, &[], &[], |_| Ok(None)) {
                Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => {}
                Err(Pause::Gone) => return Ok(Attempt::Impossible("the program has ended".into())),
                Err(pause) => {
                    let awaited = Awaited::Bytes { hearer: self.name(), expected: Vec::new() };
                    return Err(self.blame(pause, awaited, &[]));
                }
            }
            let is_writing = writer(&self.stage.inner.borrow(), self.index).is_some();
            let has_written = self.stage.connection(self.index).taken()? != taken;
            naps = if has_written { 0 } else { naps + 1 };
            let may_go_on = || self.has_got_room() || self.waits_for_a_sleeper();
            if is_writing || naps > NAPS || !may_go_on() {
                break;
            }
        }
        let (writer, disturbs) = {
            let inner = self.stage.inner.borrow();
            let kin = inner.kin.list();
            let Some(writer) = writer(&inner, self.index) else {
                return Ok(without_a_writer(&inner, self.index));
            };
            (writer, deadlock::would_be_interrupted(&inner, &kin))
        };
        let (pid, tid) = writer;
        let Some(offer) = kernel::offered(pid, tid) else {
            let why = "the program waits in a call that does not show how much it writes";
            return Ok(Attempt::Impossible(why.into()));
        };
        let look = |returned: Option<i64>| {
            let so_far = self.stage.connection(self.index).taken()?.unwrap_or_default();
            let offered = offer.bytes;
            let short = |taken| Ok(Attempt::Short(ShortWrite { offered, taken, so_far }));
            match returned.map(|returned| offer.taken(pid, returned)) {
                None => short(None),
                Some(Some(taken)) if taken > 0 && taken < offered => short(Some(taken)),
                Some(_) => Ok(Attempt::TookNothing),
            }
        };
        if !disturbs {
            return self.stage.while_sigstopped(|| look(kernel::returned(tid)));
        }
        // Stopping the whole program would interrupt other calls, so only this thread is interrupted.
        match kernel::interrupt(tid, |returned| look(Some(returned))) {
            Ok(Some(attempt)) => attempt,
            Ok(None) => Ok(Attempt::Impossible("the thread that writes has ended".into())),
            Err(missing) => Ok(Attempt::Impossible(missing.to_string())),
        }
    }

    /// Whether the kernel has made room since the program waited for it, so that it is about to write.
    fn has_got_room(&self) -> bool {
        let inner = self.stage.inner.borrow();
        let all = ends(&inner, self.index);
        all.iter().any(|end| !end.is_full && end.waits_for_room && !end.blocks)
    }

    /// Waits for a program that sleeps, since it may write when it wakes. Returns whether a thread slept
    /// and woke.
    fn waits_for_a_sleeper(&self) -> bool {
        let sleepers = |inner: &Inner| -> Vec<(Pid, u64)> {
            let sleeps = |(thread, wait, _): (Thread, Wait, Until)| {
                (wait.on == On::Clock).then_some((thread.tid, thread.switches))
            };
            deadlock::rests(inner).into_iter().filter_map(sleeps).collect()
        };
        let asleep = sleepers(&self.stage.inner.borrow());
        let wakes = |inner: &mut Inner| Ok((sleepers(inner) != asleep).then_some(()));
        !asleep.is_empty() && self.stage.until(Patience::Proof, &[], &[], wakes).is_ok()
    }

    /// Reads half of what is buffered between the program and this peer, so that its write continues.
    fn makes_a_little_room(&self) -> Played {
        let (taken, heard) = {
            let connection = self.stage.connection(self.index);
            (connection.taken()?.unwrap_or_default(), connection.heard_total)
        };
        self.hears_a_part((taken.saturating_sub(heard) / 2) as usize)
    }

    /// Reads `count` more bytes, or all before the end, and is deaf again. The script checks them later.
    pub fn hears_a_part(&self, count: usize) -> Played {
        let enough = {
            let mut connection = self.stage.connection(self.index);
            let enough = connection.heard.len() + count;
            connection.is_deaf = false;
            connection.most = enough;
            enough
        };
        while self.listens()? == After::Open
            && self.stage.connection(self.index).heard.len() < enough
        {
            match self.waits_to_hear(Patience::Rest) {
                Ok(()) => {}
                Err(Pause::Halt(halt)) => return Err(halt),
                Err(_) => break,
            }
        }
        let mut connection = self.stage.connection(self.index);
        connection.is_deaf = true;
        connection.most = KEPT;
        Ok(())
    }
}

/// A program's descriptor of a connection.
struct End {
    blocks: bool,
    /// A write would have to wait.
    is_full: bool,
    /// A thread of the program waits until it can write (poll(2), epoll(7)).
    waits_for_room: bool,
}

/// The programs' descriptors of this connection.
fn ends(inner: &Inner, connection: usize) -> Vec<End> {
    let connection = &inner.connections[connection];
    let is_it = |one: &Connection| std::ptr::eq(one, connection);
    let is_behind =
        |fd: &Borrowed| fd.is_socket() && connection_behind(inner, fd).is_some_and(is_it);
    let threads = threads(inner);
    let waits_for_room = |pid: Pid, fd: i32| {
        threads.iter().any(|thread| match &thread.doing {
            Doing::Fds { fds, .. } if thread.pid == pid => {
                fds.iter().any(|(one, events)| *one == fd && events & libc::POLLOUT != 0)
            }
            _ => false,
        })
    };
    let end = |pid: Pid, fd: i32| {
        let borrowed = kernel::borrow(pid, fd).ok().filter(is_behind)?;
        let (blocks, is_full) = (borrowed.blocks(), !borrowed.is_ready(libc::POLLOUT));
        Some(End { blocks, is_full, waits_for_room: waits_for_room(pid, fd) })
    };
    let mut ends = Vec::new();
    for pid in inner.kin.list() {
        let all = kernel::descriptors(pid).into_iter();
        let sockets = all.filter(|(_, target)| target.starts_with("socket:"));
        ends.extend(sockets.filter_map(|(fd, _)| end(pid, fd)));
    }
    ends
}

/// All threads of all programs.
fn threads(inner: &Inner) -> Vec<Thread> {
    let all = inner.kin.list().into_iter();
    all.flat_map(|pid| kernel::threads(pid, inner.born).unwrap_or_default()).collect()
}

/// Explains why no blocked write was found. If the program's writes do not block, a full buffer has made
/// one of them short. Any other program has nothing more to write.
fn without_a_writer(inner: &Inner, connection: usize) -> Attempt {
    let takes_parts = |end: &End| end.is_full && (!end.blocks || end.waits_for_room);
    if ends(inner, connection).iter().any(takes_parts) {
        return Attempt::TakesPartsAnyway;
    }
    let unseen = threads(inner).iter().find_map(|thread| match &thread.doing {
        Doing::Unclear { call } => Some(format!(
            "the program waits in a call that cannot be interrupted half-way ({call})"
        )),
        _ => None,
    });
    let sent = "the program had sent everything before a call of it could be interrupted";
    Attempt::Impossible(unseen.unwrap_or_else(|| sent.into()))
}

/// The thread that is blocked in a write on this connection.
fn writer(inner: &Inner, connection: usize) -> Option<(Pid, Pid)> {
    let connection = &inner.connections[connection];
    let is_it = |one: &Connection| std::ptr::eq(one, connection);
    let all = inner.kin.list().into_iter();
    all.flat_map(|pid| kernel::threads(pid, inner.born).unwrap_or_default())
        .find(|thread| match thread.doing {
            Doing::Fd { fd, writes: true, .. } => kernel::borrow(thread.pid, fd)
                .is_ok_and(|fd| connection_behind(inner, &fd).is_some_and(is_it)),
            _ => false,
        })
        .map(|thread| (thread.pid, thread.tid))
}
