//! The bytes that a peer hears: exactly the promised ones, the end of the stream, or nothing.

use std::collections::VecDeque;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use crate::outcome::breach::{After, Awaited, Instead, Shape};
use crate::outcome::bytes::Progress;
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::proof::pause::{Patience, Pause};
use crate::state::connection::Connection;

/// How long to wait for something that must not come, if the stage cannot see that it never will.
const A_WHILE: Duration = Duration::from_millis(300);

impl Peer<'_> {
    /// Checks that exactly these bytes come next.
    pub fn hears(&self, expected: &[u8]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Bytes { hearer: name.clone(), expected: expected.to_vec() };
        self.stage.connection(self.index).is_deaf = false;
        // For a long stream, each comparison covers only the new bytes.
        let mut agreed = 0;
        loop {
            let after = self.listens()?;
            let progress = {
                let heard = &self.stage.connection(self.index).heard[..];
                let progress = Progress::of(&heard[agreed..], &expected[agreed..]);
                agreed = heard.len().min(expected.len());
                progress
            };
            match progress {
                Progress::Whole => break,
                Progress::Partial if after == After::Open => {}
                Progress::Partial | Progress::Wrong => {
                    let after = self.hears_the_rest(expected.len())?;
                    let heard = self.hears_out();
                    return Err(self.breach(awaited(), Instead::Bytes { heard, after }));
                }
            }
            if let Err(pause) = self.waits_to_hear(Patience::Proof) {
                let heard = self.hears_out();
                return Err(self.blame(pause, awaited(), &heard));
            }
        }
        self.stage.note(&name, What::Hears(Excerpt::of(expected)));
        self.stage.connection(self.index).heard.drain(..expected.len());
        Ok(())
    }

    /// Says nothing for this long, like a person who pauses between two messages. Ends early if
    /// something arrives. For cases about elapsed time: do not use it to wait for a program.
    pub fn thinks(&self, time: Duration) {
        if let Some(stream) = self.stage.descriptor_of(self.index) {
            kernel::wait_for(&[stream.as_fd()], &[], time);
        }
    }

    /// Checks that the next bytes have this shape: `fits` decides. Returns them.
    pub fn hears_some(
        &self,
        count: usize,
        shape: Shape,
        fits: impl Fn(&[u8]) -> bool,
    ) -> Played<Vec<u8>> {
        self.hears_some_that(count, shape, &fits)
    }

    fn hears_some_that(
        &self,
        count: usize,
        shape: Shape,
        fits: &dyn Fn(&[u8]) -> bool,
    ) -> Played<Vec<u8>> {
        let awaited = Awaited::Described { hearer: self.name(), shape };
        let some = self.has_heard(count, &awaited)?;
        if !fits(&some) {
            let after = self.hears_the_rest(count)?;
            let heard = self.hears_out();
            return Err(self.breach(awaited, Instead::Bytes { heard, after }));
        }
        self.stage.note(&self.name(), What::Hears(Excerpt::of(&some)));
        self.stage.connection(self.index).heard.drain(..count);
        Ok(some)
    }

    /// The first `count` bytes. They stay among those that the peer has heard.
    fn has_heard(&self, count: usize, awaited: &Awaited) -> Played<Vec<u8>> {
        self.stage.connection(self.index).is_deaf = false;
        loop {
            let after = self.listens()?;
            if let Some(some) = self.stage.connection(self.index).heard.get(..count) {
                return Ok(some.to_vec());
            }
            if after != After::Open {
                let heard = self.hears_out();
                return Err(self.breach(awaited.clone(), Instead::Bytes { heard, after }));
            }
            if let Err(pause) = self.waits_to_hear(Patience::Proof) {
                let heard = self.hears_out();
                return Err(self.blame(pause, awaited.clone(), &heard));
            }
        }
    }

    /// Checks that the stream ends (FIN), and that nothing comes before its end.
    pub fn hears_end(&self) -> Played {
        match self.hears_how_it_ends()? {
            After::End => Ok(()),
            after => {
                let awaited = Awaited::End { hearer: self.name() };
                Err(self.breach(awaited, Instead::Bytes { heard: Vec::new(), after }))
            }
        }
    }

    /// Checks that the program is done with the connection, with an end or a reset, and that nothing
    /// comes before.
    pub fn hears_end_or_reset(&self) -> Played {
        self.hears_how_it_ends().map(|_| ())
    }

    fn hears_how_it_ends(&self) -> Played<After> {
        let awaited = || Awaited::End { hearer: self.name() };
        self.stage.connection(self.index).is_deaf = false;
        loop {
            let after = self.listens()?;
            let quiet = self.stage.connection(self.index).is_quiet();
            if quiet && after != After::Open {
                self.hears_out();
                return Ok(after);
            }
            if !quiet {
                let after = self.hears_the_rest(0)?;
                let heard = self.hears_out();
                return Err(self.breach(awaited(), Instead::Bytes { heard, after }));
            }
            if let Err(pause) = self.waits_to_hear(Patience::Proof) {
                return Err(self.blame(pause, awaited(), &[]));
            }
        }
    }

    /// Checks that no more bytes come: the stream ends, or the program rests and leaves it open.
    pub fn hears_no_more(&self) -> Played {
        match self.hears_nothing() {
            Err(Halt::Breach(breach)) if is_polite_end(&breach.instead) => Ok(()),
            other => other,
        }
    }

    /// Checks that nothing comes: the program has read all that was said, and rests.
    pub fn hears_nothing(&self) -> Played {
        let awaited = || Awaited::Silence { hearer: self.name() };
        self.stage.connection(self.index).is_deaf = false;
        let mut after = self.listens()?;
        if after == After::Open && self.stage.connection(self.index).is_quiet() {
            match self.waits_to_hear(Patience::Settled) {
                Err(Pause::Stuck(_) | Pause::Late(_)) => {
                    self.stage.note(&self.name(), What::HearsNothing);
                    return Ok(());
                }
                Err(pause) => return Err(self.blame(pause, awaited(), &[])),
                Ok(()) => after = self.listens()?,
            }
        }
        let heard = self.hears_out();
        Err(self.breach(awaited(), Instead::Bytes { heard, after }))
    }

    /// Everything that has arrived and that the script has not checked yet, written into the trace.
    pub(crate) fn hears_out(&self) -> Vec<u8> {
        let name = self.name();
        let (heard, after) = {
            let mut connection = self.stage.connection(self.index);
            connection.packets.as_mut().map(VecDeque::clear);
            (std::mem::take(&mut connection.heard), connection.after)
        };
        if !heard.is_empty() {
            self.stage.note(&name, What::Hears(Excerpt::of(&heard)));
        }
        match after {
            After::Open => {}
            After::End => self.stage.note(&name, What::HearsEnd),
            After::Reset => self.stage.note(&name, What::HearsReset),
        }
        heard
    }

    /// After wrong bytes, the rest belongs to the evidence, too. Receives until the program rests, so
    /// that the same program leaves the same evidence every time.
    pub(crate) fn hears_the_rest(&self, expected: usize) -> Played<After> {
        const TOO_MUCH: usize = 1 << 20;
        loop {
            let after = self.listens()?;
            let much = self.stage.connection(self.index).heard.len() > expected + TOO_MUCH;
            if after != After::Open || much || self.waits_to_hear(Patience::Rest).is_err() {
                return Ok(after);
            }
        }
    }

    /// Receives what has arrived. Returns the state of the stream after it.
    pub(crate) fn listens(&self) -> Played<After> {
        let mut connection = self.stage.connection(self.index);
        let received = connection.receive();
        let after = connection.after;
        drop(connection);
        received.map_err(|error| Fault::new("listening", error))?;
        Ok(after)
    }

    /// Waits until something more arrives, including an end.
    pub(crate) fn waits_to_hear(&self, patience: Patience) -> Result<(), Pause> {
        let fd = self.stage.descriptor_of(self.index);
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        let packets = |one: &Connection| one.packets.as_ref().map_or(0, VecDeque::len);
        let state = |one: &Connection| (one.heard_total, packets(one), one.after);
        let before = state(&self.stage.connection(self.index));
        self.stage.until(patience, &readable, &[], |inner| {
            let connection = &mut inner.connections[self.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            // The stage itself may have received it, so as not to block the program.
            Ok((state(connection) != before).then_some(()))
        })
    }

    /// Checks that nothing comes and nothing is about to: the program's wait lasts longer than the case,
    /// or for ever. If the stage cannot see that wait, it checks that nothing comes for a while.
    pub fn stays_connected(&self) -> Played {
        let begun = Instant::now();
        let fd = self.stage.descriptor_of(self.index);
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        let waited = self.stage.until(Patience::Proof, &readable, &[], |inner| {
            let connection = &mut inner.connections[self.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            let has_come = connection.after != After::Open || !connection.heard.is_empty();
            Ok((has_come || begun.elapsed() > A_WHILE).then_some(()))
        });
        match waited {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_)) => self.hears_nothing(),
            Err(pause) => Err(self.blame(pause, Awaited::Silence { hearer: self.name() }, &[])),
        }
    }
}

/// An end (FIN) with nothing before it.
fn is_polite_end(instead: &Instead) -> bool {
    matches!(instead, Instead::Bytes { heard, after: After::End } if heard.is_empty())
}
