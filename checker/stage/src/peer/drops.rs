//! A flow of single bytes, which keeps a program waiting although each byte comes in time.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::outcome::breach::{After, Awaited, Cut, Instead};
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::program::Program;
use crate::proof::overdue::{Ended, within};

/// A peer that sends one byte after another.
#[derive(Debug)]
pub struct Drops<'p, 's> {
    peer: &'p Peer<'s>,
    byte: u8,
    fallen: Cell<usize>,
    /// When the program was last seen to have read every byte sent so far.
    last: Cell<Option<Instant>>,
    /// The longest time between two such moments.
    widest: Cell<Duration>,
}

impl<'p, 's> Drops<'p, 's> {
    /// This peer sends this byte again and again.
    pub fn of(peer: &'p Peer<'s>, byte: u8) -> Self {
        peer.stage.connection(peer.index).cut = None;
        // The trace gets one note about all bytes together, at their end.
        peer.stage.inner.borrow_mut().learns_prompts();
        let (last, widest) = (Cell::new(None), Cell::new(Duration::ZERO));
        Drops { peer, byte, fallen: Cell::new(0), last, widest }
    }

    /// Sends bytes without end, until the program closes the connection without a reply, which it should
    /// do after `limit`. Returns whether each byte came within `limit` of the one before. On a very busy
    /// machine it may not, and then the run shows nothing.
    pub fn until_disconnected(&self, limit: Duration) -> Played<bool> {
        let drop_falls = || self.fall();
        drop_falls()?;
        let found = within(self.peer.stage, limit, Some((limit / 16, &drop_falls)), |inner| {
            let connection = &mut inner.connections[self.peer.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            let is_over = connection.after != After::Open || !connection.heard.is_empty();
            Ok(is_over.then_some(()))
        });
        self.note();
        let awaited = || Awaited::End { hearer: self.peer.name() };
        match found {
            Ok(Ended::Found(())) => {
                self.peer.hears_end_or_reset().map(|()| self.fell_within(limit))
            }
            Ok(Ended::Overdue(waits)) => {
                Err(self.peer.breach(awaited(), Instead::Late { waits, heard: Vec::new() }))
            }
            Err(pause) => Err(self.peer.blame(pause, awaited(), &[])),
        }
    }

    /// Like [`Drops::until_disconnected`], but the program should print this line after `limit`.
    pub fn until_it_prints(
        &self,
        program: &Program<'_>,
        limit: Duration,
        line: &[u8],
    ) -> Played<bool> {
        let drop_falls = || self.fall();
        drop_falls()?;
        let found = within(self.peer.stage, limit, Some((limit / 16, &drop_falls)), |inner| {
            let process = program.process(inner);
            Ok((!process.printed.is_empty() || process.exit.is_some()).then_some(()))
        });
        self.note();
        let awaited = || Awaited::Output { expected: [line, b"\n"].concat() };
        match found {
            Ok(Ended::Found(())) => program.prints_line(line).map(|()| self.fell_within(limit)),
            Ok(Ended::Overdue(waits)) => {
                Err(self.peer.breach(awaited(), Instead::Late { waits, heard: Vec::new() }))
            }
            Err(pause) => Err(self.peer.blame(pause, awaited(), &[])),
        }
    }

    /// Sends one more byte, as one more piece. Does nothing if the connection is gone.
    fn fall(&self) -> Played {
        let mut connection = self.peer.stage.connection(self.peer.index);
        if let Some(inbox) = connection.inbox()?
            && inbox.consumed() >= connection.said
            && self.fallen.get() > 0
        {
            self.widest.set(self.widest.get().max(self.gap()));
            self.last.set(Some(Instant::now()));
        }
        self.fallen.set(self.fallen.get() + 1);
        connection.send(&[self.byte]).map_err(|error| Fault::new("saying something", error))?;
        let none = || Cut { stream: Vec::new(), pieces: Vec::new(), is_smallest: false };
        let cut = connection.cut.get_or_insert_with(none);
        cut.stream.push(self.byte);
        cut.pieces.push(1);
        Ok(())
    }

    /// Writes the number of bytes into the trace, once.
    fn note(&self) {
        let count = {
            let connection = self.peer.stage.connection(self.peer.index);
            connection.cut.as_ref().map_or(0, |cut| cut.pieces.len())
        };
        let bytes = Excerpt::of(&vec![self.byte; count]);
        self.peer
            .stage
            .note(&self.peer.name(), What::SaysInPieces { bytes, pieces: vec![1; count] });
    }

    /// The time since the program had read all bytes sent; zero before it has read the first.
    fn gap(&self) -> Duration {
        self.last.get().map_or(Duration::ZERO, |last| last.elapsed())
    }

    /// Whether every byte was read soon enough that the program never had to wait for `limit`.
    fn fell_within(&self, limit: Duration) -> bool {
        self.last.get().is_some() && self.widest.get().max(self.gap()) < limit / 2
    }
}
