//! Peers that exchange datagrams (RFC 768). A correspondent has its own socket. The socket is not
//! connected, so the correspondent notices an answer from a wrong address. It writes to a program that
//! waits for datagrams, or it plays the server and answers any sender.
//!
//! A datagram of a correspondent has arrived when `says` returns. The kernel may reorder datagrams, but
//! scripts do not leave the order to chance.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use crate::outcome::breach::{Awaited, Instead, Shape};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::program::Program;
use crate::proof::overdue::{Ended, within};
use crate::proof::pause::{Patience, Pause};
use crate::state::mailbox::{Letter, Mailbox};
use crate::state::stage::Stage;

/// A peer that exchanges datagrams with a program.
#[derive(Debug)]
pub struct Correspondent<'s> {
    pub(super) stage: &'s Stage,
    pub(super) index: usize,
}

fn opened(name: &str, program: &str, address: SocketAddr) -> Played<Mailbox> {
    Mailbox::open(name, program, address)
        .map_err(|error| Fault::new(format!("opening {name}'s socket on {address}"), error).into())
}

impl<'s> Correspondent<'s> {
    /// A correspondent at this address that writes to this program only.
    pub(crate) fn of(program: &Program<'s>, name: &str, host: IpAddr) -> Played<Correspondent<'s>> {
        let theirs = program.address()?;
        let mut mailbox = opened(name, &program.name(), SocketAddr::new(host, 0))?;
        mailbox.theirs = Some(theirs);
        Correspondent::new(program.stage(), mailbox)
    }

    /// A correspondent that plays the server: it receives at this address, and answers the latest
    /// sender.
    pub fn opens(stage: &'s Stage, name: &str, address: SocketAddr) -> Played<Correspondent<'s>> {
        let mut mailbox = opened(name, "client", address)?;
        mailbox.answers_anybody = true;
        Correspondent::new(stage, mailbox)
    }

    fn new(stage: &'s Stage, mailbox: Mailbox) -> Played<Correspondent<'s>> {
        let mut inner = stage.inner.borrow_mut();
        inner.needs_delivery_probe()?;
        inner.trace.links.extend(mailbox.link());
        inner.mailboxes.push(mailbox);
        Ok(Correspondent { stage, index: inner.mailboxes.len() - 1 })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Mailbox) -> T) -> T {
        look(&mut self.stage.inner.borrow_mut().mailboxes[self.index])
    }

    /// The correspondent's name.
    pub fn name(&self) -> String {
        self.with(|mailbox| mailbox.name.clone())
    }

    /// The name of the program that it exchanges datagrams with.
    pub(super) fn program(&self) -> String {
        self.with(|mailbox| mailbox.program.clone())
    }

    /// The address where it receives.
    pub fn address(&self) -> SocketAddr {
        self.with(|mailbox| mailbox.ours)
    }

    /// Sends one datagram.
    pub fn says(&self, bytes: &[u8]) -> Played {
        self.stage.note(&self.name(), What::SendsDatagram(Excerpt::of(bytes)));
        self.sends(bytes)?;
        self.stage.pauses();
        Ok(())
    }

    /// Sends several datagrams. All of them have arrived before the program can receive the first.
    pub fn says_in_a_burst(&self, messages: &[&[u8]]) -> Played {
        let shown = messages.iter().map(|message| Excerpt::of(message)).collect();
        self.stage.note(&self.name(), What::SendsInABurst(shown));
        let all = || messages.iter().try_for_each(|message| self.sends(message));
        self.stage.while_stopped(all)
    }

    /// Sends one datagram from this correspondent and one from another, before the program can read
    /// either.
    pub fn says_together_with(
        &self,
        other: &Correspondent<'_>,
        mine: &[u8],
        theirs: &[u8],
    ) -> Played {
        let both = || self.says(mine).and_then(|()| other.says(theirs));
        self.stage.while_stopped(both)
    }

    /// Sends one datagram and closes its socket before the program can answer.
    pub fn says_and_leaves(&self, bytes: &[u8]) -> Played {
        let act = || {
            self.says(bytes)?;
            self.leaves();
            Ok(())
        };
        self.stage.while_stopped(act)
    }

    /// From now on it accepts datagrams from any address, and answers the latest sender.
    pub fn hears_any_sender(&self) {
        self.with(|mailbox| mailbox.answers_anybody = true);
    }

    /// Adds a stranger that can write to this correspondent's partner, too, from an address of its own.
    pub fn introduces(&self, name: &str) -> Played<Correspondent<'s>> {
        let mut mailbox = opened(name, &self.program(), (Ipv4Addr::LOCALHOST, 0).into())?;
        mailbox.theirs = Some(self.theirs()?);
        Correspondent::new(self.stage, mailbox)
    }

    /// Like [`Self::introduces`], but the stranger has this correspondent's port, at another address.
    pub fn introduces_at(&self, name: &str, host: IpAddr) -> Played<Correspondent<'s>> {
        let (program, port) = self.with(|mailbox| (mailbox.program.clone(), mailbox.ours.port()));
        let mut mailbox = opened(name, &program, SocketAddr::new(host, port))?;
        mailbox.theirs = Some(self.theirs()?);
        Correspondent::new(self.stage, mailbox)
    }

    /// Checks that the next datagram has these bytes, and comes from the address that this one writes
    /// to.
    pub fn hears(&self, expected: &[u8]) -> Played {
        self.hears_in_any_order(&[expected])
    }

    /// Checks that the next datagrams are these, in any order.
    pub fn hears_in_any_order(&self, expected: &[&[u8]]) -> Played {
        let mut expected = expected.to_vec();
        while let Some(first) = expected.first() {
            let hearer = self.name();
            let awaited = Awaited::Datagram { hearer, expected: first.to_vec() };
            let letter = match self.takes_a_letter(Patience::Proof, &[]) {
                Ok(letter) => letter,
                Err(pause) => return Err(self.blame(pause, awaited)),
            };
            let place = expected.iter().position(|one| *one == letter.bytes);
            match (place, self.stranger(&letter)) {
                (Some(place), None) => {
                    expected.remove(place);
                }
                (_, from) => return Err(self.breach(awaited, letter.bytes, from)),
            }
        }
        Ok(())
    }

    /// Checks that the program sends this datagram once a wait of this length is over. The wait begins
    /// before the program next comes to rest.
    pub fn hears_after(&self, expected: &[u8], limit: Duration) -> Played {
        self.hears_after_a_wait(expected, limit, None)
    }

    /// Like [`Self::hears_after`], but `meanwhile` runs at intervals.
    pub(super) fn hears_after_a_wait(
        &self,
        expected: &[u8],
        limit: Duration,
        meanwhile: Option<(Duration, &dyn Fn() -> Played)>,
    ) -> Played {
        let found = within(self.stage, limit, meanwhile, |inner| {
            let has_ended = inner.processes.iter().all(|process| process.exit.is_some());
            let has_arrived = !inner.mailboxes[self.index].letters.is_empty();
            Ok((has_arrived || has_ended).then_some(()))
        });
        let awaited = || Awaited::Datagram { hearer: self.name(), expected: expected.to_vec() };
        match found {
            Ok(Ended::Found(())) => self.hears(expected),
            Ok(Ended::Overdue(waits)) => {
                let instead = Instead::Late { waits, heard: Vec::new() };
                Err(self.stage.breach(&self.program(), awaited(), instead))
            }
            Err(pause) => Err(self.blame(pause, awaited())),
        }
    }

    /// Checks that the next datagram has this shape: `fits` decides. Returns it, and a moment by which
    /// it had been sent.
    pub fn hears_one(
        &self,
        shape: Shape,
        fits: impl FnOnce(&[u8]) -> bool,
    ) -> Played<(Vec<u8>, Instant)> {
        let awaited = Awaited::Described { hearer: self.name(), shape };
        let letter = match self.takes_a_letter(Patience::Proof, &[]) {
            Ok(letter) => letter,
            Err(pause) => return Err(self.blame(pause, awaited)),
        };
        match self.stranger(&letter) {
            None if fits(&letter.bytes) => Ok((letter.bytes, letter.taken)),
            from => Err(self.breach(awaited, letter.bytes, from)),
        }
    }

    /// Checks that the next datagram is the one that `like` builds from it. `like` takes a part that
    /// only the sender knows, such as an id, and builds the whole datagram around it. If `like` cannot
    /// build one, the report says that this shape was expected. Known datagrams may be repeated first,
    /// any number of times. Returns the datagram.
    pub fn hears_like(
        &self,
        shape: Shape,
        known: &[Vec<u8>],
        like: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Played<Vec<u8>> {
        let hearer = self.name();
        let described = Awaited::Described { hearer: hearer.clone(), shape };
        let letter = match self.takes_a_letter(Patience::Proof, known) {
            Ok(letter) => letter,
            Err(pause) => return Err(self.blame(pause, described)),
        };
        let from = self.stranger(&letter);
        match like(&letter.bytes) {
            Some(expected) if expected == letter.bytes && from.is_none() => Ok(expected),
            Some(expected) => {
                let awaited = Awaited::Datagram { hearer, expected };
                Err(self.breach(awaited, letter.bytes, from))
            }
            None => Err(self.breach(described, letter.bytes, from)),
        }
    }

    /// Checks that nothing comes: the program has nothing left to do, and rests or has ended.
    pub fn hears_nothing(&self) -> Played {
        self.hears_nothing_but(&[])
    }

    /// Checks that only these datagrams come again, any number of times.
    pub fn hears_nothing_but(&self, known: &[Vec<u8>]) -> Played {
        let awaited = || Awaited::Silence { hearer: self.name() };
        match self.takes_a_letter(Patience::Rest, known) {
            Err(Pause::Stuck(_) | Pause::Late(_) | Pause::Gone) => {
                self.stage.note(&self.name(), What::HearsNothing);
                Ok(())
            }
            Err(pause) => Err(self.blame(pause, awaited())),
            Ok(letter) => {
                let from = self.stranger(&letter);
                Err(self.breach(awaited(), letter.bytes, from))
            }
        }
    }

    /// Checks that nothing more comes before every program has ended. Returns a moment by which all had
    /// ended.
    pub fn hears_nothing_more(&self) -> Played<Instant> {
        let awaited = || Awaited::Silence { hearer: self.name() };
        match self.takes_a_letter(Patience::Proof, &[]) {
            Err(Pause::Gone) => Ok(Instant::now()),
            Err(pause) => Err(self.blame(pause, awaited())),
            Ok(letter) => {
                let from = self.stranger(&letter);
                Err(self.breach(awaited(), letter.bytes, from))
            }
        }
    }

    /// Closes its socket: the kernel refuses datagrams sent there from now on (ICMP, RFC 1122, 4.1.3.1).
    pub fn leaves(&self) {
        self.stage.note(&self.name(), What::Leaves);
        self.with(|mailbox| mailbox.socket = None);
    }

    fn theirs(&self) -> Played<SocketAddr> {
        let missing = || Fault::new("writing to a program", "no socket has written here yet");
        Ok(self.with(|mailbox| mailbox.theirs).ok_or_else(missing)?)
    }

    /// Sends a datagram, and returns when it is in the program's receive queue or is lost.
    fn sends(&self, bytes: &[u8]) -> Played {
        let theirs = self.theirs()?;
        let inner = self.stage.inner.borrow();
        let (Some(socket), Some(probe)) =
            (&inner.mailboxes[self.index].socket, &inner.delivery_probe)
        else {
            return Err(Fault::new("sending a datagram", "its sender has left").into());
        };
        probe
            .delivers(|| socket.send_to(bytes, theirs))?
            .map(drop)
            .map_err(|error| Fault::new("sending a datagram", error).into())
    }

    /// Waits for the next datagram and writes it into the trace. Skips known ones: how often a program
    /// repeats an unanswered datagram depends on its clock, and is not part of the story.
    fn takes_a_letter(&self, patience: Patience, known: &[Vec<u8>]) -> Result<Letter, Pause> {
        let index = self.index;
        let fd = self.with(|mailbox| {
            mailbox.socket.as_ref().and_then(|socket| socket.as_fd().try_clone_to_owned().ok())
        });
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        let letter = loop {
            let letter = self.stage.until(patience, &readable, &[], |inner| {
                Ok(inner.mailboxes[index].letters.pop_front())
            })?;
            if self.with(|mailbox| mailbox.answers_anybody) {
                self.answers(letter.from);
            }
            if !known.contains(&letter.bytes) || self.stranger(&letter).is_some() {
                break letter;
            }
        };
        let (bytes, from) = (Excerpt::of(&letter.bytes), self.stranger(&letter));
        self.stage.note(&self.name(), What::ReceivesDatagram { bytes, from });
        Ok(letter)
    }

    /// From now on it writes to this address.
    fn answers(&self, address: SocketAddr) {
        let mut inner = self.stage.inner.borrow_mut();
        let mailbox = &mut inner.mailboxes[self.index];
        mailbox.theirs = Some(address);
        let link = mailbox.link();
        let links = &mut inner.trace.links;
        links.extend(link.filter(|link| !links.contains(link)));
    }

    /// The address of the letter's sender, if this correspondent has never written there.
    fn stranger(&self, letter: &Letter) -> Option<String> {
        let theirs = self.with(|mailbox| mailbox.theirs);
        (theirs != Some(letter.from)).then(|| letter.from.to_string())
    }

    fn breach(&self, awaited: Awaited, heard: Vec<u8>, from: Option<String>) -> Halt {
        self.stage.breach(&self.program(), awaited, Instead::Datagram { heard, from })
    }

    pub(super) fn blame(&self, pause: Pause, awaited: Awaited) -> Halt {
        self.stage.blame(pause, &self.program(), awaited, &[])
    }
}
