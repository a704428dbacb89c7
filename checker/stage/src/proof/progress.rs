//! Does a program that keeps a processor busy get anywhere? What it takes from its peers, what it
//! hands to them and what it reads elsewhere, such as a command's output, is headway, however small
//! the pieces are: who reads byte by byte is slow, and no loop that never waits. What it prints is
//! none, since a loop that goes round for ever may say so each time. And where a script asks for much
//! work that nobody can see from outside, it says so beforehand.

use std::time::{Duration, Instant};

use crate::state::connection::Connection;
use crate::state::limits::Limits;
use crate::state::stage::{Inner, Stage};

/// How far the programs have got at one moment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Headway {
    /// For each connection, the bytes that the program has read and those that it has sent.
    connections: Vec<(Option<u64>, Option<u64>)>,
    /// Bytes that each program has read by `read`, from whatever it was. What it has started is not
    /// asked: who starts one command after another for ever gets nowhere, and each of them reads.
    read: Vec<u64>,
}

/// Time between two looks at how much the programs have read while a script waits for one thing.
const EVERY: Duration = Duration::from_secs(1);

/// For each connection, the bytes that the program had read at a moment.
pub(crate) type Consumed = (Instant, Vec<Option<u64>>);

impl Inner {
    /// Asks now and then, within a long wait, whether the program reads what was said to it. That is
    /// progress, and it has an end. What it sends is not: some programs send without end.
    pub(crate) fn notes_progress(&mut self, before: &mut Option<Consumed>) {
        let now = Instant::now();
        if before.as_ref().is_some_and(|(then, _)| now < *then + EVERY) {
            return;
        }
        let consumed = |one: &Connection| Some(one.inbox().ok()??.consumed());
        let consumed: Vec<_> = self.connections.iter().map(consumed).collect();
        if before.as_ref().is_some_and(|(_, then)| *then != consumed) {
            self.moved = Some(now);
        }
        *before = Some((now, consumed));
    }

    /// What was never seen to change is no headway: neither is what this machine does not tell.
    pub(crate) fn headway(&self) -> Headway {
        let connections = self.connections.iter().map(|connection| {
            let inbox = connection.inbox().ok().flatten();
            (inbox.map(|inbox| inbox.consumed()), connection.taken().ok().flatten())
        });
        Headway {
            connections: connections.collect(),
            read: self.processes.iter().map(|process| kernel::bytes_read(process.pid)).collect(),
        }
    }
}

impl Stage {
    /// From now on the programs have work to do that takes some of them seconds, such as making or
    /// looking at millions of bytes, one at a time: that is no loop that never waits.
    pub fn expects_much_work(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.work = inner.limits.idle_cpu * Limits::MUCH_WORK;
    }
}
