//! Counts the threads and processes of a program that serve its clients.

use kernel::{Doing, Pid, Thread, Until};

use crate::outcome::fault::{Missing, Played};
use crate::program::Program;

impl Program<'_> {
    /// The number of its threads, in one process or several, that serve its clients while `act` is
    /// played. Counts threads that wait for a client once `act` is over, and threads that ran at least
    /// `often` times during `act`. If this machine does not report how often a thread ran, counts the
    /// threads that wait for the next client instead. A runtime has other threads, which collect
    /// garbage, compile, or wait for work that never comes.
    pub fn threads_that_serve_during(
        &self,
        often: Option<u64>,
        act: impl FnOnce() -> Played,
    ) -> Played<u64> {
        self.rests()?;
        let before = self.all_threads()?;
        act()?;
        self.rests()?;
        let runs = |thread: &Thread| {
            let same = |one: &&Thread| (one.pid, one.tid) == (thread.pid, thread.tid);
            let then = before.iter().find(same).map_or(0, |one| one.switches);
            often.is_some_and(|often| thread.switches - then >= often) && !has_a_clock(thread)
        };
        let serves = |thread: &&Thread| waits_for_a_client(thread, often.is_none()) || runs(thread);
        Ok(self.all_threads()?.iter().filter(serves).count() as u64)
    }

    /// The number of its threads and processes that take part while `act` is played. Counts those that
    /// run, and those that are started, even if they have ended by the end. Needs a cell.
    pub fn tasks_that_serve(&self, act: impl FnOnce() -> Played) -> Played<u64> {
        if !self.stage().is_in_cell() {
            let why = "outside a cell, other programs start threads, too";
            return Err(Missing::new("counting the threads that a program starts", why).into());
        }
        let before = kernel::last_number()?;
        let ran = self.threads_that_serve_during(Some(1), act)?;
        // The second query is a process, too. If the process ids have wrapped around, nothing is known.
        let given = u64::try_from(kernel::last_number()? - before - 1);
        let started = given.map_err(|_| {
            Missing::new(
                "counting the threads that a program starts",
                "the process ids have wrapped around",
            )
        })?;
        Ok(ran.max(started + 1))
    }

    fn all_threads(&self) -> Played<Vec<Thread>> {
        let inner = self.stage().inner.borrow();
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
}

/// Whether it continues by itself after a while.
fn has_a_clock(thread: &Thread) -> bool {
    match &thread.doing {
        Doing::Clock { .. } => true,
        Doing::Kin { until, .. } => *until != Until::Forever,
        _ => false,
    }
}

/// Whether one of the descriptors that it waits for, directly or through an epoll set, is an internet socket.
/// With `or_the_next`, a listening socket counts, too.
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
