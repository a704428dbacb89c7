//! How a peer sends, and in how many reads its bytes reach the program. They arrive as one piece, piece
//! by piece, or as a burst of messages that are all there before the program reads the first.

use std::os::fd::AsFd;

use crate::outcome::breach::{After, Awaited, Cut};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::peer::every_cut::in_every_cut;
use crate::proof::pause::{Patience, Pause};

impl Peer<'_> {
    /// Sends these bytes at once: they arrive together, as one piece.
    pub fn says(&self, bytes: &[u8]) -> Played {
        self.stage.note(&self.name(), What::Says(Excerpt::of(bytes)));
        self.stage.connection(self.index).cut = None;
        self.sends(bytes)?;
        self.looks_on();
        Ok(())
    }

    /// Says these bytes piece by piece. Each piece is sent when the kernel reports that the program has
    /// read the one before, or that it will not read before more comes.
    pub fn says_in_pieces(&self, pieces: &[&[u8]]) -> Played {
        let stream = pieces.concat();
        let lengths: Vec<usize> = pieces.iter().map(|piece| piece.len()).collect();
        let bytes = Excerpt::of(&stream);
        self.stage.note(&self.name(), What::SaysInPieces { bytes, pieces: lengths.clone() });
        let is_smallest = false;
        self.stage.connection(self.index).cut = Some(Cut { stream, pieces: lengths, is_smallest });
        let is_slow = self.stage.inner.borrow().is_slow;
        let place = self.stage.trace().moments.len();
        let (mut read, mut rest) = (Vec::new(), None);
        for (number, piece) in pieces.iter().enumerate() {
            self.sends_piece(piece)?;
            if number + 1 < pieces.len() && !self.is_read()? {
                break;
            }
            if is_slow {
                // By now the program has read each piece but the last, or will not read before more
                // comes.
                if number + 1 == pieces.len() {
                    rest = self.stage.pauses();
                }
                read.extend(self.newly_read());
            }
        }
        if is_slow {
            self.notes_reading(place, read);
            self.stage.notes_rest(rest);
        }
        Ok(())
    }

    /// Sends bytes so that no read returns them together with later ones, if the medium can enforce
    /// that.
    fn sends_piece(&self, piece: &[u8]) -> Played {
        self.stage.connection(self.index).ends_pieces = true;
        let sent = self.sends(piece);
        self.stage.connection(self.index).ends_pieces = false;
        sent
    }

    /// Says these bytes one at a time.
    pub fn says_byte_by_byte(&self, bytes: &[u8]) -> Played {
        self.says_in_pieces(&bytes.chunks(1).collect::<Vec<_>>())
    }

    /// Sends several messages, each with its own send. All of them are in the receive queue before the
    /// program runs again, so one read returns them together.
    pub fn says_in_a_burst(&self, messages: &[&[u8]]) -> Played {
        let shown = messages.iter().map(|message| Excerpt::of(message)).collect();
        self.stage.note(&self.name(), What::SaysInABurst(shown));
        self.stage.connection(self.index).cut = None;
        let stream = messages.concat();
        let sent = self.stage.while_sigstopped(|| {
            let mut sent = 0;
            for message in messages {
                let count = self.sends_what_fits(message)?;
                sent += count;
                if count < message.len() {
                    break;
                }
            }
            self.awaits_arrival()?;
            Ok(sent)
        });
        match sent {
            // Bytes that exceed the program's receive queue arrive as it reads.
            Ok(sent) => self.sends(&stream[sent..]),
            // Stopping the program would disturb it. A single send also delivers the messages as one
            // piece.
            Err(Halt::Missing(_)) => self.sends(&stream),
            Err(halt) => Err(halt),
        }?;
        self.looks_on();
        Ok(())
    }

    /// Says these bytes and resets before the program can answer.
    pub fn says_and_resets(&self, bytes: &[u8]) -> Played {
        self.says_and(bytes, || self.resets())
    }

    /// Says these bytes and closes before the program can answer.
    pub fn says_and_closes(&self, bytes: &[u8]) -> Played {
        self.says_and(bytes, || {
            self.closes();
            Ok(())
        })
    }

    /// Says these bytes and shuts down (FIN) before the program can answer.
    pub fn says_and_shuts_down(&self, bytes: &[u8]) -> Played {
        self.says_and(bytes, || self.shuts_down())
    }

    /// Says these bytes and leaves in the given way before the program can answer.
    fn says_and(&self, bytes: &[u8], goes: impl Fn() -> Played) -> Played {
        self.stage.while_stopped(|| {
            self.stage.note(&self.name(), What::Says(Excerpt::of(bytes)));
            self.stage.connection(self.index).cut = None;
            self.sends_what_fits(bytes)?;
            self.awaits_arrival()?;
            goes()
        })
    }

    /// Hands the kernel the bytes that it takes at once. Returns how many: all of them if the connection
    /// is gone.
    pub(crate) fn sends_what_fits(&self, bytes: &[u8]) -> Played<usize> {
        let mut sent = 0;
        while sent < bytes.len() {
            let one = self.stage.connection(self.index).send(&bytes[sent..]);
            match one.map_err(|error| Fault::new("saying something", error))? {
                None => return Ok(bytes.len()),
                Some(0) => break,
                Some(count) => sent += count,
            }
        }
        Ok(sent)
    }

    /// Hands bytes to the kernel. Receives in the meantime, so as not to block the program.
    pub(crate) fn sends(&self, bytes: &[u8]) -> Played {
        let mut rest = bytes;
        loop {
            rest = &rest[self.sends_what_fits(rest)?..];
            if rest.is_empty() {
                return Ok(());
            }
            self.waits_to_send()?;
        }
    }

    fn waits_to_send(&self) -> Played {
        let Some(fd) = self.stage.descriptor_of(self.index) else { return Ok(()) };
        let listens = {
            let connection = self.stage.connection(self.index);
            !connection.is_deaf && connection.after == After::Open
        };
        let readable = if listens { vec![fd.as_fd()] } else { vec![] };
        let waited = self.stage.until(Patience::Proof, &readable, &[fd.as_fd()], |inner| {
            let connection = &mut inner.connections[self.index];
            let heard = connection.receive().map_err(|error| Fault::new("listening", error))?;
            let can_send = kernel::wait_for(&[], &[fd.as_fd()], std::time::Duration::ZERO)
                == kernel::Ready::Something;
            Ok((heard || can_send).then_some(()))
        });
        let awaited = || Awaited::Reading { speaker: self.name() };
        waited.map_err(|pause| self.blame(pause, awaited(), &[]))
    }

    /// Waits until the program has read everything that was said; `false` if the connection is gone.
    pub(crate) fn is_read(&self) -> Played<bool> {
        // The answer usually comes within microseconds: poll a while before waiting.
        for _ in 0..30 {
            match self.unread()? {
                None => return Ok(false),
                Some(0) => return Ok(true),
                Some(_) => std::hint::spin_loop(),
            }
        }
        let fd = self.stage.descriptor_of(self.index);
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        let read = self.stage.until(Patience::Rest, &readable, &[], |inner| {
            let connection = &mut inner.connections[self.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            Ok(match connection.unread()? {
                None => Some(false),
                Some(unread) => (unread == 0).then_some(true),
            })
        });
        match read {
            Ok(read) => Ok(read),
            // It rests and leaves the piece unread: it wants more before it reads.
            Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(true),
            Err(pause) => Err(self.blame(pause, Awaited::Reading { speaker: self.name() }, &[])),
        }
    }

    /// Bytes said that the program has not read; `None` if the connection is gone.
    fn unread(&self) -> Played<Option<u64>> {
        Ok(self.stage.connection(self.index).unread()?)
    }

    /// Waits until all that was said is in the program's receive queue, or as much as fits.
    pub(crate) fn awaits_arrival(&self) -> Played {
        loop {
            {
                let connection = self.stage.connection(self.index);
                // If the kernel does not report it, there is nothing to wait for.
                let inbox = connection.inbox().ok().flatten();
                let Some(inbox) = inbox else { return Ok(()) };
                let is_full = || {
                    let stream = connection.stream.as_ref();
                    let moves = stream.is_some_and(|one| kernel::has_in_flight(one.as_fd()));
                    inbox.unread > 0 && !moves
                };
                if inbox.received >= connection.said || is_full() {
                    return Ok(());
                }
            }
            if self.stage.is_past_curtain() {
                return Err(Fault::new("delivering a message", "it did not arrive in time").into());
            }
            kernel::let_others_run();
        }
    }

    /// Says the stream in pieces of these lengths.
    pub fn says_cut(&self, stream: &[u8], pieces: &[usize]) -> Played {
        let mut rest = stream;
        let mut parts = Vec::with_capacity(pieces.len());
        for length in pieces {
            let (part, tail) = rest.split_at(*length);
            parts.push(part);
            rest = tail;
        }
        self.says_in_pieces(&parts)
    }

    /// Says the stream in every way in which it can be cut, and checks that the answer is the same each
    /// time. The ways with the fewest cuts come first, so the first one that breaks the program is a
    /// smallest one. The breach contains its cuts.
    pub fn says_in_every_cut(&self, stream: &[u8], answer: &[u8]) -> Played {
        in_every_cut(self.stage, stream.len(), |pieces| {
            self.says_cut(stream, pieces)?;
            self.hears(answer)
        })
    }
}
