//! How far a program has read, as the kernel reports it. In slow motion the trace records each read.

use std::os::fd::AsFd;

use crate::outcome::breach::Awaited;
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::{Moment, What};
use crate::peer::Peer;
use crate::proof::pause::{Patience, Pause};

impl Peer<'_> {
    /// Waits until the program has accepted the connection, or until it is proved that it never will. A
    /// program that waits for a clock may still do so. Then waits until the program has read all that was
    /// said, or rests without reading it.
    pub fn is_accepted_and_read(&self) -> Played {
        let fd = self.stage.descriptor_of(self.index);
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        let accepted = self.stage.until(Patience::Proof, &readable, &[], |inner| {
            let connection = &mut inner.connections[self.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            let has_accepted = connection.inbox()?.is_none_or(|inbox| inbox.is_accepted);
            Ok(has_accepted.then_some(()))
        });
        match accepted {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => {}
            Err(pause) => {
                let awaited = Awaited::Accepting { peer: self.name() };
                return Err(self.blame(pause, awaited, &[]));
            }
        }
        self.is_read().map(|_| ())
    }

    /// In slow motion: lets the program read, and records what it has read.
    pub(crate) fn looks_on(&self) {
        if self.stage.inner.borrow().is_slow {
            let place = self.stage.trace().moments.len();
            let rest = self.stage.pauses();
            let piece = self.newly_read();
            self.notes_reading(place, piece.into_iter().collect());
            self.stage.notes_rest(rest);
        }
    }

    /// In slow motion, after it has connected: records whether the program has accepted it.
    pub(crate) fn looks_for_a_welcome(&self) {
        if !self.stage.inner.borrow().is_slow {
            return;
        }
        let rest = self.stage.pauses();
        let is_waiting = {
            let connection = self.stage.connection(self.index);
            let inbox = connection.inbox().ok().flatten();
            inbox.is_some_and(|inbox| !inbox.is_accepted)
        };
        if is_waiting {
            self.stage.note(&self.program(), What::LeavesWaiting { peer: self.name() });
        }
        self.stage.notes_rest(rest);
    }

    /// Bytes that the program has read since the last call. `None` if its end is gone, or if the kernel
    /// does not report it.
    pub(crate) fn newly_read(&self) -> Option<u64> {
        let mut connection = self.stage.connection(self.index);
        let inbox = connection.inbox().ok().flatten()?;
        let piece = inbox.consumed().saturating_sub(connection.seen_read);
        connection.seen_read = inbox.consumed();
        Some(piece)
    }

    /// Records what the program has read, piece by piece, at this place of the trace: the program read
    /// before it acted on the bytes.
    pub(crate) fn notes_reading(&self, place: usize, pieces: Vec<u64>) {
        let left = {
            let connection = self.stage.connection(self.index);
            connection.said.saturating_sub(connection.seen_read)
        };
        if pieces.iter().any(|piece| *piece > 0) || left > 0 && !pieces.is_empty() {
            let what = What::HasRead { peer: self.name(), pieces, left };
            let moment = Moment::new(self.program(), what);
            let trace = &mut self.stage.inner.borrow_mut().trace;
            trace.moments.insert(place.min(trace.moments.len()), moment);
        }
    }
}
