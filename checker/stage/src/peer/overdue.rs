//! Promises that a program must keep within a given time. A clock alone never proves "too late". The time
//! must be long over *and* every thread of the program must rest: a thread whose own timer had expired would
//! run.

use std::cell::Cell;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use crate::outcome::breach::{After, Awaited, Cut, Instead, Wait};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::peer::listening_peer::ListeningPeer;
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::stage::{Inner, Stage};
use kernel::Ready;

/// The time after which a wait of this length is certainly over, however coarse its clock: the kernel's own
/// ticks are up to 10 ms long, and it rounds up (time(7)).
fn long_since(limit: Duration) -> Duration {
    2 * limit + Duration::from_millis(60)
}

/// How long to wait for something that must not come, if the stage cannot see that it never will.
const A_WHILE: Duration = Duration::from_millis(300);

/// How a wait ended that should end by itself.
enum Ended<T> {
    Found(T),
    Overdue(Vec<Wait>),
}

impl Stage {
    /// Waits until `look` finds what a program has promised to do within `limit`. The time begins before the
    /// program next comes to rest. `meanwhile` runs at intervals.
    fn within<T>(
        &self,
        limit: Duration,
        meanwhile: Option<(Duration, &dyn Fn() -> Played)>,
        mut look: impl FnMut(&mut Inner) -> Result<Option<T>, Halt>,
    ) -> Result<Ended<T>, Pause> {
        let mut resting: Option<(Vec<Wait>, Instant)> = None;
        loop {
            let (waits, for_ever) = match self.until(Patience::Rest, &[], &[], &mut look) {
                Ok(found) => return Ok(Ended::Found(found)),
                Err(Pause::Stuck(waits)) => (waits, true),
                Err(Pause::Late(waits)) => (waits, false),
                Err(pause) => return Err(pause),
            };
            // A wait during startup, for example, does not count here.
            let over = match &resting {
                Some((before, over)) if *before == waits => *over,
                _ => Instant::now() + long_since(limit),
            };
            if Instant::now() >= over {
                // It rests, and its time is over.
                return match (for_ever, meanwhile) {
                    (true, None) => Err(Pause::Stuck(waits)),
                    _ => Ok(Ended::Overdue(waits)),
                };
            }
            resting = Some((waits, over));
            if let Some((_, act)) = meanwhile {
                act()?;
            }
            let next = meanwhile.map_or(over, |(every, _)| over.min(Instant::now() + every));
            let moved = self.inner.borrow().moved;
            let waited = self.until(Patience::Proof, &[], &[], |inner| {
                Ok(match look(inner)? {
                    Some(found) => Some(Some(found)),
                    None if Instant::now() >= next => Some(None),
                    None => None,
                })
            });
            match waited {
                Ok(Some(found)) => return Ok(Ended::Found(found)),
                // Elapsed time is not progress of the program.
                Ok(None) => self.inner.borrow_mut().moved = moved,
                // A permanent hang is detected at the top of the loop, where no input is being sent.
                Err(Pause::Stuck(_) | Pause::Late(_)) => {}
                Err(pause) => return Err(pause),
            }
        }
    }
}

impl Program<'_> {
    /// Checks that it gives up its wait after `limit` and ends with this status.
    pub fn gives_up_after(&self, limit: Duration, status: i32) -> Played {
        let name = self.name();
        let awaited = || Awaited::Exit { statuses: vec![status] };
        match self.stage.within(limit, None, |inner| Ok(self.process(inner).exit)) {
            Ok(Ended::Found(_)) => self.ends_with(status),
            Ok(Ended::Overdue(waits)) => {
                let instead = Instead::Late { waits, heard: Vec::new() };
                Err(self.stage.breach(&name, awaited(), instead))
            }
            Err(pause) => Err(self.stage.blame(pause, &name, awaited(), &[])),
        }
    }
}

impl<'s> ListeningPeer<'s> {
    /// Accepts the program's connection, which should come after it has given up another wait of this length.
    pub fn accepts_after(&self, program: &Program<'s>, limit: Duration) -> Played<Peer<'s>> {
        let stage = program.stage;
        let name = program.name();
        let listener = self.listener.as_fd();
        let found = stage.within(limit, None, |inner| {
            let has_come = kernel::wait_for(&[listener], &[], Duration::ZERO) == Ready::Something;
            Ok((has_come || program.process(inner).exit.is_some()).then_some(()))
        });
        let awaited =
            || Awaited::Connection { peer: self.name.clone(), address: self.place.address() };
        match found {
            Ok(Ended::Found(())) => self.accepts(program),
            Ok(Ended::Overdue(waits)) => {
                let instead = Instead::Late { waits, heard: Vec::new() };
                Err(stage.breach(&name, awaited(), instead))
            }
            Err(pause) => Err(stage.blame(pause, &name, awaited(), &[])),
        }
    }
}

impl Peer<'_> {
    /// Sends single bytes without end, until the program closes the connection without a reply, which it
    /// should do after `limit`. Returns whether each byte came within `limit` of the one before. On a very
    /// busy machine it may not, and then the run shows nothing.
    pub fn says_bytes_until_disconnected(&self, byte: u8, limit: Duration) -> Played<bool> {
        let drops = Drops::new(self, byte);
        let drop_falls = || drops.fall();
        drop_falls()?;
        let found = self.stage.within(limit, Some((limit / 16, &drop_falls)), |inner| {
            let connection = &mut inner.connections[self.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            let is_over = connection.after != After::Open || !connection.heard.is_empty();
            Ok(is_over.then_some(()))
        });
        drops.note();
        let awaited = || Awaited::End { hearer: self.name() };
        match found {
            Ok(Ended::Found(())) => self.hears_end_or_reset().map(|()| drops.fell_within(limit)),
            Ok(Ended::Overdue(waits)) => {
                Err(self.breach(awaited(), Instead::Late { waits, heard: Vec::new() }))
            }
            Err(pause) => Err(self.blame(pause, awaited(), &[])),
        }
    }

    /// Like [`Peer::says_bytes_until_disconnected`], but the program should print this line after `limit`.
    pub fn says_bytes_until_it_prints(
        &self,
        program: &Program<'_>,
        byte: u8,
        limit: Duration,
        line: &[u8],
    ) -> Played<bool> {
        let drops = Drops::new(self, byte);
        let drop_falls = || drops.fall();
        drop_falls()?;
        let found = self.stage.within(limit, Some((limit / 16, &drop_falls)), |inner| {
            let process = program.process(inner);
            Ok((!process.printed.is_empty() || process.exit.is_some()).then_some(()))
        });
        drops.note();
        let awaited = || Awaited::Output { expected: [line, b"\n"].concat() };
        match found {
            Ok(Ended::Found(())) => program.prints_line(line).map(|()| drops.fell_within(limit)),
            Ok(Ended::Overdue(waits)) => {
                Err(self.breach(awaited(), Instead::Late { waits, heard: Vec::new() }))
            }
            Err(pause) => Err(self.blame(pause, awaited(), &[])),
        }
    }

    /// Checks that nothing comes and that nothing would: the program's wait lasts longer than the case, or
    /// for ever. If the stage cannot see that wait, it checks that nothing comes for a while.
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

impl Program<'_> {
    /// Checks that it prints nothing and would not: the program's wait lasts longer than the case, or for
    /// ever. If the stage cannot see that wait, it checks that nothing is printed for a while.
    pub fn does_not_give_up(&self) -> Played {
        let begun = Instant::now();
        let waited = self.stage.until(Patience::Proof, &[], &[], |inner| {
            let process = self.process(inner);
            let has_come = !process.printed.is_empty() || process.has_said_all();
            Ok((has_come || begun.elapsed() > A_WHILE).then_some(()))
        });
        match waited {
            Ok(()) | Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => self.prints_nothing(),
            Err(pause) => Err(self.stage.blame(pause, &self.name(), Awaited::NoOutput, &[])),
        }
    }
}

/// Bytes that are sent one by one.
struct Drops<'p, 's> {
    peer: &'p Peer<'s>,
    byte: u8,
    fallen: Cell<usize>,
    /// When the program was last seen to have read every byte sent so far.
    last: Cell<Option<Instant>>,
    /// The longest time between two such moments.
    widest: Cell<Duration>,
}

impl<'p, 's> Drops<'p, 's> {
    fn new(peer: &'p Peer<'s>, byte: u8) -> Self {
        peer.stage.connection(peer.index).cut = None;
        // The trace gets one note about all bytes together, at their end.
        peer.stage.inner.borrow_mut().learns_prompts();
        let (last, widest) = (Cell::new(None), Cell::new(Duration::ZERO));
        Drops { peer, byte, fallen: Cell::new(0), last, widest }
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

    /// The time since all bytes had been read; zero before the first was.
    fn gap(&self) -> Duration {
        self.last.get().map_or(Duration::ZERO, |last| last.elapsed())
    }

    /// Whether every byte was read soon enough that the program never had to wait for `limit`.
    fn fell_within(&self, limit: Duration) -> bool {
        self.last.get().is_some() && self.widest.get().max(self.gap()) < limit / 2
    }
}
