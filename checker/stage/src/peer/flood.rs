//! Streams that end. Either a last message arrives together with the stream's end, or a flood goes on
//! until the program reads no more of it.

use std::net::Shutdown;
use std::os::fd::AsFd;

use socket2::SockRef;

use crate::outcome::breach::{After, Awaited};
use crate::outcome::fault::{Fault, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::peer::Peer;
use crate::proof::pause::{Patience, Pause};
use kernel::Ready;

/// Bytes of a flood that may wait in the stage's own kernel buffer.
const SEND_BUFFER: usize = 64 << 10;

/// The result of a flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flood {
    /// Bytes that left the peer.
    pub said: u64,
    /// Bytes of these that the program has read.
    pub read: u64,
}

impl Peer<'_> {
    /// Says these bytes, and waits until the program has read them, or rests without reading them.
    pub fn says_and_is_read(&self, bytes: &[u8]) -> Played {
        self.says(bytes)?;
        self.is_read().map(|_| ())
    }

    /// Says these bytes and shuts down (FIN), in one segment if they fit: the program finds both
    /// together.
    pub fn says_last(&self, bytes: &[u8]) -> Played {
        {
            let connection = self.stage.connection(self.index);
            if let Some(stream) = &connection.stream {
                kernel::hold_back(stream.as_fd());
            }
        }
        self.says(bytes)?;
        self.stage.note(&self.name(), What::ShutsDown);
        let mut connection = self.stage.connection(self.index);
        connection.has_shut_down = true;
        if let Some(stream) = &connection.stream {
            // A connection that the program has reset is no longer connected.
            let _ = stream.shutdown(Shutdown::Write);
        }
        Ok(())
    }

    /// Says these bytes again and again, until the program has read `enough` of them or reads no more.
    pub fn floods(&self, bytes: &[u8], enough: u64) -> Played<Flood> {
        self.stage.note(&self.name(), What::Says(Excerpt::of(bytes)));
        self.stage.connection(self.index).cut = None;
        let before = self.stage.connection(self.index).said;
        let Some(fd) = self.stage.descriptor_of(self.index) else {
            return Ok(Flood { said: 0, read: 0 });
        };
        // Bytes held back in the stage's own kernel buffer say nothing about the program. A small buffer
        // (SO_SNDBUF, socket(7)) keeps them few.
        let _ = SockRef::from(&fd).set_send_buffer_size(SEND_BUFFER);
        loop {
            let flood = self.flood_since(before)?;
            if flood.read >= enough {
                return Ok(flood);
            }
            let at = flood.said as usize % bytes.len();
            let sent = self.stage.connection(self.index).send(&bytes[at..]);
            match sent.map_err(|error| Fault::new("saying much", error))? {
                None => return self.flood_since(before),
                Some(0) => {}
                Some(_) => continue,
            }
            let waited = self.stage.until(Patience::Rest, &[], &[fd.as_fd()], |_| {
                let ready = kernel::wait_for(&[], &[fd.as_fd()], std::time::Duration::ZERO);
                Ok((ready == Ready::Something).then_some(()))
            });
            match waited {
                Ok(()) => {}
                Err(Pause::Stuck(_) | Pause::Late(_)) => return self.flood_since(before),
                Err(pause) => {
                    return Err(self.blame(pause, Awaited::Reading { speaker: self.name() }, &[]));
                }
            }
        }
    }

    fn flood_since(&self, before: u64) -> Played<Flood> {
        let connection = self.stage.connection(self.index);
        let inbox = connection.inbox()?;
        let said = connection.said - before;
        let read = inbox.map_or(said, |inbox| inbox.consumed().saturating_sub(before));
        Ok(Flood { said, read })
    }

    /// Returns `true` if exactly these bytes come next. Returns `false` if the program ends or resets
    /// the connection first, without sending anything.
    pub fn hears_or_is_dismissed(&self, expected: &[u8]) -> Played<bool> {
        self.stage.connection(self.index).is_deaf = false;
        loop {
            let after = self.listens()?;
            if !self.stage.connection(self.index).heard.is_empty() {
                return self.hears(expected).map(|()| true);
            }
            match after {
                After::Open => {}
                After::End => self.stage.note(&self.name(), What::HearsEnd),
                After::Reset => self.stage.note(&self.name(), What::HearsReset),
            }
            if after != After::Open {
                return Ok(false);
            }
            if let Err(pause) = self.waits_to_hear(Patience::Proof) {
                let awaited = Awaited::Bytes { hearer: self.name(), expected: expected.to_vec() };
                return Err(self.blame(pause, awaited, &[]));
            }
        }
    }
}
