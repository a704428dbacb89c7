//! Counts the threads and processes of a program that serve its clients.

use kernel::{Doing, Pid, Thread, Until};

use crate::outcome::fault::{Missing, Played};
use crate::program::Program;
use crate::program::processes::Processes;

/// A program's threads, in all its processes.
#[derive(Debug, Clone, Copy)]
pub struct Threads<'s> {
    pub(crate) program: Program<'s>,
}

impl Threads<'_> {
    /// The number of threads of the process that listens.
    pub fn of_the_listening_process(&self) -> Played<u64> {
        let listening = Processes { program: self.program }.listening()?;
        let born = self.program.stage().inner.borrow().born;
        Ok(kernel::threads(listening, born)?.len() as u64)
    }

    /// The number of the program's threads, in one process or several, that serve its clients while
    /// `act` is played. Counts threads that wait for a client after `act`, and threads that ran at least
    /// `often` times during it. If `often` is `None`, ignores how often threads ran, and counts threads
    /// that wait for the next client, too. The other threads belong to a runtime: they collect garbage,
    /// compile, or wait for work that never comes.
    pub fn that_serve_during(
        &self,
        often: Option<u64>,
        act: impl FnOnce() -> Played,
    ) -> Played<u64> {
        self.program.rests()?;
        let before = self.all()?;
        act()?;
        self.program.rests()?;
        let runs = |thread: &Thread| {
            let same = |one: &&Thread| (one.pid, one.tid) == (thread.pid, thread.tid);
            let then = before.iter().find(same).map_or(0, |one| one.switches);
            often.is_some_and(|often| thread.switches - then >= often) && !has_a_clock(thread)
        };
        let serves = |thread: &&Thread| waits_for_a_client(thread, often.is_none()) || runs(thread);
        Ok(self.all()?.iter().filter(serves).count() as u64)
    }

    /// The number of the program's threads and processes that take part while `act` is played. Counts
    /// those that run, and those that are started, even if they end before `act` does. Needs a cell.
    pub fn tasks_that_serve(&self, act: impl FnOnce() -> Played) -> Played<u64> {
        if !self.program.stage().is_in_cell() {
            let why = "outside a cell, other programs start some as well";
            return Err(Missing::new("counting the threads that a program starts", why).into());
        }
        let before = kernel::last_number()?;
        let ran = self.that_serve_during(Some(1), act)?;
        // The second query is a process, too. If the process ids have wrapped around, the number is
        // unknown.
        let given = u64::try_from(kernel::last_number()? - before - 1);
        let started = given.map_err(|_| {
            Missing::new(
                "counting the threads that a program starts",
                "the process ids have wrapped around",
            )
        })?;
        Ok(ran.max(started + 1))
    }

    fn all(&self) -> Played<Vec<Thread>> {
        let inner = self.program.stage().inner.borrow();
        let of = |pid: &Pid| kernel::threads(*pid, inner.born);
        let threads =
            inner.kin.list().iter().map(of).collect::<Result<Vec<_>, Missing>>()?.concat();
        if threads.is_empty() && inner.processes.iter().any(|process| process.exit.is_none()) {
            return Err(
                Missing::new("a program's threads", "/proc/PID/task does not report them").into()
            );
        }
        Ok(threads)
    }

    /// Whether a call on its receiving socket blocks. If no call does, one thread may serve many clients
    /// at once.
    pub fn block_on_datagrams(&self) -> Played<bool> {
        let port = self.program.address()?.port();
        let sockets = kernel::datagram_sockets(port)?;
        let is_one = |target: &str| {
            sockets.iter().any(|facts| target == format!("socket:[{}]", facts.inode))
        };
        let kin = self.program.stage().inner.borrow().kin.list();
        let mut found = kin.iter().flat_map(|pid| {
            let all = kernel::descriptors(*pid).into_iter();
            all.filter(|(_, target)| is_one(target)).map(|(fd, _)| (*pid, fd))
        });
        let missing = |error: String| Missing::new("borrowing a program's descriptor", error);
        let (pid, fd) = found.next().ok_or_else(|| missing("it holds no such socket".into()))?;
        let borrowed = kernel::borrow(pid, fd).map_err(|error| missing(error.to_string()))?;
        Ok(borrowed.blocks())
    }
}

/// Whether the thread continues by itself after a while.
fn has_a_clock(thread: &Thread) -> bool {
    match &thread.doing {
        Doing::Clock { .. } => true,
        Doing::Kin { until, .. } => *until != Until::Forever,
        _ => false,
    }
}

/// Whether one of the descriptors that it waits for, directly or through an epoll set, is an internet
/// socket. With `or_the_next`, a listening socket counts, too.
fn waits_for_a_client(thread: &Thread, or_the_next: bool) -> bool {
    let is_internet = |fd: &i32| {
        kernel::borrow(thread.pid, *fd)
            .is_ok_and(|socket| socket.is_internet() && (or_the_next || !socket.is_listener()))
    };
    let watches = |fd: &i32| {
        let interests = kernel::epoll_interests(thread.pid, *fd).unwrap_or_default();
        interests.iter().any(|interest| is_internet(&interest.fd))
    };
    match &thread.doing {
        Doing::Fd { fd, .. } | Doing::Peek { fd, .. } => is_internet(fd),
        Doing::Fds { fds, .. } => fds.iter().any(|(fd, _)| is_internet(fd) || watches(fd)),
        _ => false,
    }
}
