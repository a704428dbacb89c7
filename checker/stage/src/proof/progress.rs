//! Whether a program that keeps a processor busy makes progress. Bytes that it reads from its peers, sends to
//! them, or reads elsewhere (such as a command's output) are progress, however few. A program that reads byte
//! by byte is slow, but does not loop without waiting. Its output is not progress, since an endless loop may
//! print something each time. If a script asks for much work that is invisible from outside, it says so
//! beforehand.

use std::time::{Duration, Instant};

use crate::state::connection::Connection;
use crate::state::stage::Inner;

/// The progress of the programs at one moment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Headway {
    /// For each connection, the bytes that the program has read and those that it has sent.
    connections: Vec<(Option<u64>, Option<u64>)>,
    /// Bytes that each program has read by `read`, from any source. Its child processes do not count: a
    /// program that starts one command after another for ever makes no progress, although each of them reads.
    read: Vec<u64>,
}

impl Headway {
    /// Whether the programs have read anything since then.
    pub fn has_read_more_than(&self, before: &Headway) -> bool {
        let consumed = |headway: &Headway| -> Vec<Option<u64>> {
            headway.connections.iter().map(|(consumed, _)| *consumed).collect()
        };
        self.read != before.read || consumed(self) != consumed(before)
    }
}

/// Time between two checks of how much the programs have read while a script waits for one thing.
const EVERY: Duration = Duration::from_secs(1);

/// For each connection, the bytes that the program had read at a moment.
pub(crate) type Consumed = (Instant, Vec<Option<u64>>);

impl Inner {
    /// Checks at intervals, within a long wait, whether the program reads what was said to it. That is
    /// progress, and it has an end. The bytes that it sends do not count: some programs send without
    /// end.
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

    /// Whether a program has read the end of a connection's stream, and not closed it.
    pub(crate) fn has_read_an_end(&self) -> bool {
        let is_read = |one: &Connection| matches!(one.inbox(), Ok(Some(inbox)) if inbox.end_read);
        self.connections.iter().any(is_read)
    }

    /// A counter that never changed, or that this machine does not expose, is not progress.
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
