//! Peers that exchange datagrams (RFC 768). A correspondent has its own socket. The socket is not connected,
//! so the correspondent notices an answer from a wrong address. It writes to a program that waits for
//! datagrams, or it plays the server and answers any sender.
//!
//! What a correspondent says has arrived when `says` returns. The kernel may reorder datagrams, but scripts
//! do not leave the order to chance.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::AsFd;
use std::time::Instant;

use crate::outcome::breach::{Awaited, Instead, On, Shape, Wait};
use crate::outcome::fault::{Fault, Halt, Played};
use crate::outcome::trace::{Excerpt, What};
use crate::program::Program;
use crate::proof::pause::{Patience, Pause};
use crate::state::mailbox::{Letter, Mailbox};
use crate::state::stage::{Inner, Stage};
use kernel::DeliveryProbe;

/// A peer that exchanges datagrams with a program.
#[derive(Debug)]
pub struct Correspondent<'s> {
    stage: &'s Stage,
    index: usize,
}

impl<'s> Program<'s> {
    /// Waits until the program itself has a datagram socket on `address`. Sending a datagram there would
    /// prove nothing, so the stage asks the kernel which process owns the socket.
    pub fn receives(&self, address: SocketAddr) -> Played {
        self.with(|process| process.address = Some(address));
        let awaited = || Awaited::Receiving { address: address.to_string() };
        let name = self.name();
        self.stage.inner.borrow_mut().needs_delivery_probe()?;
        let found = self.stage.until(Patience::Start, &[], &[], |inner| {
            if self.process(inner).exit.is_some() && inner.kin.list().is_empty() {
                let exit = self.process(inner).exit.expect("just seen");
                return Err(inner.breach(&name, awaited(), Instead::Ended(exit)).into());
            }
            let found = kernel::datagram_sockets(address.port())?;
            let kin = inner.kin.list();
            if found.iter().any(|facts| kernel::owns_socket(&kin, facts.inode)) {
                return Ok(Some(()));
            }
            let in_the_way = found.iter().any(|facts| {
                facts.address.ip().is_unspecified() || facts.address.ip() == address.ip()
            });
            // Between two questions the program may have ended, and its socket with it: ask again.
            let is_still_there = || -> Result<bool, Halt> {
                let now = kernel::datagram_sockets(address.port())?;
                Ok(now.iter().any(|facts| found.contains(facts)))
            };
            if !in_the_way || inner.all_have_ended() || !is_still_there()? {
                return Ok(None);
            }
            Err(Fault::new(
                format!("waiting for the {name} to receive on {address}"),
                "another program on this machine receives there",
            )
            .into())
        });
        if let Err(pause) = found {
            return Err(self.stage.blame(pause, &name, awaited(), &[]));
        }
        self.with(|process| process.is_ready = true);
        self.stage.note(&name, What::Receives { address: address.to_string() });
        Ok(())
    }

    /// Checks that it keeps waiting for a reply that will not come, or prints one line that it has given up
    /// and ends with status 1. A datagram to an unused port may be refused (ICMP), but need not be. A
    /// connected socket does receive that error, and a program that then takes its next line of input waits
    /// for nothing.
    pub fn waits_or_gives_up(&self) -> Played {
        let rested = self
            .stage
            .until(Patience::Rest, &[], &[], |inner| Ok(self.process(inner).exit.map(|_| ())));
        let waits = match rested {
            Ok(()) | Err(Pause::Gone) => Vec::new(),
            Err(Pause::Stuck(waits)) if is_no_news(&waits) => waits,
            Err(Pause::Stuck(_) | Pause::Late(_)) => return Ok(()),
            Err(pause) => {
                return Err(self.stage.blame(pause, &self.name(), Awaited::StillRunning, &[]));
            }
        };
        if !waits.is_empty() {
            let awaited = Awaited::Exit { statuses: vec![1] };
            let instead = Instead::Stuck { waits, heard: Vec::new(), watched_ms: None };
            return Err(self.stage.breach(&self.name(), awaited, instead));
        }
        self.ends_with(1)?;
        self.reports_an_error()
    }

    /// A correspondent that writes to this program only.
    pub fn corresponds_with(&self, name: &str) -> Played<Correspondent<'s>> {
        let theirs = self.address()?;
        let mut mailbox = opened(name, &self.name(), (Ipv4Addr::LOCALHOST, 0).into())?;
        mailbox.theirs = Some(theirs);
        Correspondent::new(self.stage(), mailbox)
    }
}

impl Inner {
    /// From now on every proof first checks that all datagrams have been delivered.
    fn needs_delivery_probe(&mut self) -> Played {
        if self.delivery_probe.is_none() {
            self.delivery_probe = Some(DeliveryProbe::new()?);
        }
        Ok(())
    }
}

/// Whether these waits ignore, or never asked for, the error that the kernel reports for an unused port.
fn is_no_news(waits: &[Wait]) -> bool {
    let gets_the_error = |wait: &Wait| matches!(wait.on, On::Datagram { peer: Some(_), .. });
    let may_get_the_error = |wait: &Wait| {
        matches!(wait.on, On::Datagram { .. } | On::Several | On::Edges { .. } | On::Clock)
    };
    let reads_on = |wait: &Wait| wait.on == On::Stdin;
    waits.iter().any(gets_the_error)
        || (waits.iter().any(reads_on) && !waits.iter().any(may_get_the_error))
}

fn opened(name: &str, program: &str, address: SocketAddr) -> Played<Mailbox> {
    Mailbox::open(name, program, address)
        .map_err(|error| Fault::new(format!("opening {name}'s socket on {address}"), error).into())
}

impl<'s> Correspondent<'s> {
    /// A correspondent that plays the server: it receives at this address, and answers the latest sender.
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

    /// Sends one datagram from this correspondent and one from another, before the program can read either.
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
        let program = self.with(|mailbox| mailbox.program.clone());
        let mut mailbox = opened(name, &program, (Ipv4Addr::LOCALHOST, 0).into())?;
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

    /// Checks that the next datagram has these bytes, and comes from the address that this one writes to.
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

    /// Checks that the next datagram has this shape: `fits` decides. Returns it, and when it had been sent.
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

    /// Checks that the next datagram is the one that `like` builds from it. `like` takes a part that only the
    /// sender knows, such as an id, and adds what must stand beside it. If `like` cannot build one, the
    /// report says that this shape was expected. Known datagrams may be repeated first, any number of times.
    /// Returns the datagram.
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

    /// Checks that nothing comes: the program has done all there is to do, and rests or has ended.
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

    /// Checks that nothing more comes before every program has ended. Returns a moment by which all had.
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
        let missing = || Fault::new("writing to a program", "nobody has written here so far");
        Ok(self.with(|mailbox| mailbox.theirs).ok_or_else(missing)?)
    }

    /// Returns when the datagram is in the program's receive queue, or is lost.
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
        let program = self.with(|mailbox| mailbox.program.clone());
        self.stage.breach(&program, awaited, Instead::Datagram { heard, from })
    }

    fn blame(&self, pause: Pause, awaited: Awaited) -> Halt {
        let program = self.with(|mailbox| mailbox.program.clone());
        self.stage.blame(pause, &program, awaited, &[])
    }
}
