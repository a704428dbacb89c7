//! Peers: the people at the other end of a learner's program, with the few verbs of a scene. Each
//! says and hears over a real connection.

use std::net::SocketAddr;
use std::os::fd::AsFd;

use socket2::{Domain, Protocol, SockAddr, SockRef, Socket, Type};

use crate::breach::{After, Awaited, Cut, Instead};
use crate::connection::Connection;
use crate::fault::{Fault, Halt, Played};
use crate::kernel;
use crate::program::Program;
use crate::stage::{Patience, Pause, Progress, Stage};
use crate::trace::{Excerpt, What};

/// Somebody who talks with a program.
#[derive(Debug)]
pub struct Peer<'s> {
    pub(crate) stage: &'s Stage,
    pub(crate) index: usize,
}

/// How a peer connects.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Size of its receive buffer in bytes (`SO_RCVBUF`, socket(7)); `None` leaves it to the kernel.
    pub receive_buffer: Option<usize>,
    /// It does not read anything until the script makes it hear.
    pub is_deaf: bool,
}

impl<'s> Program<'s> {
    /// A peer connects to the program.
    pub fn connects(&self, name: &str) -> Played<Peer<'s>> {
        self.connects_in(name, Manner::default())
    }

    /// A peer connects to the program in its own manner.
    pub fn connects_in(&self, name: &str, manner: Manner) -> Played<Peer<'s>> {
        let stage = self.stage();
        let awaited = || Awaited::Accepting { peer: name.into() };
        let fault =
            |error: std::io::Error| Halt::from(Fault::new(format!("connecting {name}"), error));
        let mut socket = begin(self.address()?, manner).map_err(fault)?;
        let mut begun = !self.needs_retry();
        loop {
            let watched = socket.as_fd().try_clone_to_owned().map_err(fault)?;
            let connected = stage.until(Patience::UntilProof, &[], &[watched.as_fd()], |_| {
                if let Some(error) = socket.take_error().map_err(fault)? {
                    return Ok(Some(Err(error)));
                }
                Ok(socket.peer_addr().is_ok().then_some(Ok(())))
            });
            match connected {
                Ok(Ok(())) => break,
                // Where the kernel does not tell who listens, readiness is the first success.
                Ok(Err(_)) if !begun => {
                    let name = self.name();
                    let waited = stage.until(Patience::UntilRest, &[], &[], |inner| {
                        Ok(inner.exit_of(&name).map(|_| ()))
                    });
                    begun = waited.is_ok() || stage.is_past_curtain();
                    socket = begin(self.address()?, manner).map_err(fault)?;
                }
                Ok(Err(_)) => return Err(stage.breach(&self.name(), awaited(), Instead::Refused)),
                Err(pause) => return Err(stage.blame(pause, &self.name(), awaited(), &[])),
            }
        }
        let mut connection = Connection::new(name, &self.name(), socket.into()).map_err(fault)?;
        connection.is_deaf = manner.is_deaf;
        stage.note(name, What::Connects);
        Ok(stage.takes(connection))
    }
}

/// An attempt to connect that is not waited for.
#[derive(Debug)]
pub struct Knock {
    socket: Socket,
}

impl Knock {
    /// Leaves, whether or not the door was opened.
    pub fn gives_up(self) {
        drop(self.socket);
    }
}

impl Program<'_> {
    /// A peer begins to connect, and it is not waited for that it succeeds.
    pub fn knocks(&self, name: &str) -> Played<Knock> {
        let socket = begin(self.address()?, Manner::default())
            .map_err(|error| Fault::new(format!("connecting {name}"), error))?;
        Ok(Knock { socket })
    }
}

/// An end (FIN) with nothing before it.
fn is_polite_end(instead: &Instead) -> bool {
    matches!(instead, Instead::Bytes { heard, after: After::End } if heard.is_empty())
}

/// Begins to connect, without waiting for it.
fn begin(address: SocketAddr, manner: Manner) -> std::io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if let Some(bytes) = manner.receive_buffer {
        kernel::limit_receive_buffer(socket.as_fd(), bytes)?;
    }
    socket.set_nonblocking(true)?;
    match socket.connect(&SockAddr::from(address)) {
        Ok(()) => Ok(socket),
        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(socket),
        // Refused at once: `take_error` would not say it again.
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => Ok(socket),
        Err(error) => Err(error),
    }
}

impl Stage {
    pub(crate) fn takes(&self, connection: Connection) -> Peer<'_> {
        let mut inner = self.inner.borrow_mut();
        inner.connections.push(connection);
        Peer { stage: self, index: inner.connections.len() - 1 }
    }
}

impl Peer<'_> {
    /// The peer's name.
    pub fn name(&self) -> String {
        self.stage.connection(self.index).name.clone()
    }

    fn program(&self) -> String {
        self.stage.connection(self.index).program.clone()
    }

    /// A breach by the program at the other end, with the cut that led to it.
    fn breach(&self, awaited: Awaited, instead: Instead) -> Halt {
        let halt = self.stage.breach(&self.program(), awaited, instead);
        self.with_cut(halt)
    }

    fn blame(&self, pause: Pause, awaited: Awaited, heard: &[u8]) -> Halt {
        let halt = self.stage.blame(pause, &self.program(), awaited, heard);
        self.with_cut(halt)
    }

    fn with_cut(&self, halt: Halt) -> Halt {
        match halt {
            Halt::Breach(mut breach) => {
                let connection = self.stage.connection(self.index);
                breach.cut.clone_from(&connection.cut);
                breach.short_writes.clone_from(&connection.short_writes);
                Halt::Breach(breach)
            }
            other => other,
        }
    }

    /// Says these bytes in one breath: they arrive together, as one piece.
    pub fn says(&self, bytes: &[u8]) -> Played {
        self.stage.note(&self.name(), What::Says(Excerpt::of(bytes)));
        self.stage.connection(self.index).cut = None;
        self.sends(bytes)
    }

    /// Says these bytes piece by piece. The next piece goes when the kernel says that the program
    /// has read the one before, or that it will not read before more comes.
    pub fn says_in_pieces(&self, pieces: &[&[u8]]) -> Played {
        let stream = pieces.concat();
        let lengths: Vec<usize> = pieces.iter().map(|piece| piece.len()).collect();
        let bytes = Excerpt::of(&stream);
        self.stage.note(&self.name(), What::SaysInPieces { bytes, pieces: lengths.clone() });
        let is_smallest = false;
        self.stage.connection(self.index).cut = Some(Cut { stream, pieces: lengths, is_smallest });
        for (number, piece) in pieces.iter().enumerate() {
            self.sends(piece)?;
            if number + 1 < pieces.len() && !self.is_read()? {
                break;
            }
        }
        Ok(())
    }

    /// Says these bytes one at a time.
    pub fn says_byte_by_byte(&self, bytes: &[u8]) -> Played {
        self.says_in_pieces(&bytes.chunks(1).collect::<Vec<_>>())
    }

    /// Says several messages, each with a send of its own, so that all are there before the
    /// program can read the first.
    pub fn says_in_one_breath(&self, messages: &[&[u8]]) -> Played {
        let shown = messages.iter().map(|message| Excerpt::of(message)).collect();
        self.stage.note(&self.name(), What::SaysInOneBreath(shown));
        self.stage.connection(self.index).cut = None;
        let frozen = self.stage.while_frozen(|| {
            for message in messages {
                self.sends(message)?;
            }
            self.has_arrived()
        });
        match frozen {
            // It cannot be stopped without disturbing it: one send brings the same one piece.
            Err(Halt::Missing(_)) => self.sends(&messages.concat()),
            other => other,
        }
    }

    /// Hands bytes to the kernel, hearing meanwhile what comes, so that nobody is in the program's
    /// way.
    fn sends(&self, bytes: &[u8]) -> Played {
        let mut rest = bytes;
        while !rest.is_empty() {
            let sent = self.stage.connection(self.index).send(rest);
            match sent.map_err(|error| Fault::new("saying something", error))? {
                None => return Ok(()),
                Some(count) if count > 0 => rest = &rest[count..],
                Some(_) => self.waits_to_send()?,
            }
        }
        Ok(())
    }

    fn waits_to_send(&self) -> Played {
        let Some(fd) = self.stage.descriptor_of(self.index) else { return Ok(()) };
        let deaf = self.stage.connection(self.index).is_deaf;
        let readable = if deaf { vec![] } else { vec![fd.as_fd()] };
        let waited = self.stage.until(Patience::UntilProof, &readable, &[fd.as_fd()], |inner| {
            let connection = &mut inner.connections[self.index];
            let heard = connection.receive().map_err(|error| Fault::new("listening", error))?;
            let can_send = kernel::wait_for(&[], &[fd.as_fd()], std::time::Duration::ZERO)
                == kernel::Ready::Something;
            Ok((heard || can_send).then_some(()))
        });
        let awaited = || Awaited::Reading { speaker: self.name() };
        waited.map_err(|pause| self.blame(pause, awaited(), &[]))
    }

    /// Waits until the program has read all that was said; `false` where the connection has gone.
    fn is_read(&self) -> Played<bool> {
        // The answer comes within microseconds as a rule: ask a while before waiting for it.
        for _ in 0..300 {
            match self.unread()? {
                None => return Ok(false),
                Some(0) => return Ok(true),
                Some(_) => std::thread::yield_now(),
            }
        }
        let fd = self.stage.descriptor_of(self.index);
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        let read = self.stage.until(Patience::UntilRest, &readable, &[], |inner| {
            let connection = &mut inner.connections[self.index];
            connection.receive().map_err(|error| Fault::new("listening", error))?;
            let (theirs, ours, said) = (connection.theirs, connection.ours, connection.said);
            Ok(match kernel::inbox(theirs, ours)? {
                None => Some(false),
                Some(inbox) => (inbox.consumed() >= said).then_some(true),
            })
        });
        match read {
            Ok(read) => Ok(read),
            // It rests and leaves the piece where it is: it wants more before it reads.
            Err(Pause::Stuck(_) | Pause::Late(_)) => Ok(true),
            Err(pause) => Err(self.blame(pause, Awaited::Reading { speaker: self.name() }, &[])),
        }
    }

    /// Bytes said that the program has not read; `None` where the connection has gone.
    fn unread(&self) -> Played<Option<u64>> {
        let connection = self.stage.connection(self.index);
        let inbox = kernel::inbox(connection.theirs, connection.ours)?;
        Ok(inbox.map(|inbox| connection.said.saturating_sub(inbox.consumed())))
    }

    /// Waits until all that was said is in the program's receive queue.
    fn has_arrived(&self) -> Played {
        loop {
            let connection = self.stage.connection(self.index);
            match kernel::inbox(connection.theirs, connection.ours)? {
                Some(inbox) if inbox.received < connection.said => {}
                _ => return Ok(()),
            }
            drop(connection);
            if self.stage.is_past_curtain() {
                return Err(Fault::new("delivering a message", "it did not arrive in time").into());
            }
            std::thread::yield_now();
        }
    }

    /// The next thing heard is exactly this.
    pub fn hears(&self, expected: &[u8]) -> Played {
        let name = self.name();
        let awaited = || Awaited::Bytes { hearer: name.clone(), expected: expected.to_vec() };
        self.stage.connection(self.index).is_deaf = false;
        // Of a long stream only what is new is compared, each time that something has come.
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
            if let Err(pause) = self.waits_to_hear(Patience::UntilProof) {
                let heard = self.hears_out();
                return Err(self.blame(pause, awaited(), &heard));
            }
        }
        self.stage.note(&name, What::Hears(Excerpt::of(expected)));
        self.stage.connection(self.index).heard.drain(..expected.len());
        Ok(())
    }

    /// The stream ends (FIN), and nothing comes before its end.
    pub fn hears_end(&self) -> Played {
        match self.hears_how_it_ends()? {
            After::End => Ok(()),
            after => {
                let awaited = Awaited::End { hearer: self.name() };
                Err(self.breach(awaited, Instead::Bytes { heard: Vec::new(), after }))
            }
        }
    }

    /// The program is done with the connection, and nothing comes before: its end, or a reset.
    pub fn hears_end_or_reset(&self) -> Played {
        self.hears_how_it_ends().map(|_| ())
    }

    fn hears_how_it_ends(&self) -> Played<After> {
        let awaited = || Awaited::End { hearer: self.name() };
        self.stage.connection(self.index).is_deaf = false;
        loop {
            let after = self.listens()?;
            let quiet = self.stage.connection(self.index).heard.is_empty();
            if quiet && after != After::Open {
                self.hears_out();
                return Ok(after);
            }
            if !quiet {
                let after = self.hears_the_rest(0)?;
                let heard = self.hears_out();
                return Err(self.breach(awaited(), Instead::Bytes { heard, after }));
            }
            if let Err(pause) = self.waits_to_hear(Patience::UntilProof) {
                return Err(self.blame(pause, awaited(), &[]));
            }
        }
    }

    /// No more bytes come: the stream ends, or the program rests and leaves it open.
    pub fn hears_no_more(&self) -> Played {
        match self.hears_nothing() {
            Err(Halt::Breach(breach)) if is_polite_end(&breach.instead) => Ok(()),
            other => other,
        }
    }

    /// Nothing comes: the program has read all that was said, and rests.
    pub fn hears_nothing(&self) -> Played {
        let awaited = || Awaited::Silence { hearer: self.name() };
        self.stage.connection(self.index).is_deaf = false;
        let mut after = self.listens()?;
        if after == After::Open && self.stage.connection(self.index).heard.is_empty() {
            match self.waits_to_hear(Patience::UntilRest) {
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

    /// Everything that has come and that the script has not looked at, written into the trace.
    fn hears_out(&self) -> Vec<u8> {
        let name = self.name();
        let (heard, after) = {
            let mut connection = self.stage.connection(self.index);
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

    /// Once something wrong has come, all of it belongs to the evidence: takes what comes until the
    /// program rests, so that the same program leaves the same evidence every time.
    fn hears_the_rest(&self, expected: usize) -> Played<After> {
        const TOO_MUCH: usize = 1 << 20;
        loop {
            let after = self.listens()?;
            let much = self.stage.connection(self.index).heard.len() > expected + TOO_MUCH;
            if after != After::Open || much || self.waits_to_hear(Patience::UntilRest).is_err() {
                return Ok(after);
            }
        }
    }

    /// Takes what has arrived; how the stream stands after it.
    pub(crate) fn listens(&self) -> Played<After> {
        let mut connection = self.stage.connection(self.index);
        let received = connection.receive();
        let after = connection.after;
        drop(connection);
        received.map_err(|error| Fault::new("listening", error))?;
        Ok(after)
    }

    /// Waits until something more arrives, be it an end.
    pub(crate) fn waits_to_hear(&self, patience: Patience) -> Result<(), Pause> {
        let fd = self.stage.descriptor_of(self.index);
        let readable: Vec<_> = fd.iter().map(AsFd::as_fd).collect();
        self.stage.until(patience, &readable, &[], |inner| {
            let connection = &mut inner.connections[self.index];
            let any = connection.receive().map_err(|error| Fault::new("listening", error))?;
            Ok(any.then_some(()))
        })
    }

    /// Says that it will say no more (FIN), and goes on listening: a half-close.
    pub fn shuts_down(&self) -> Played {
        self.stage.note(&self.name(), What::ShutsDown);
        let mut connection = self.stage.connection(self.index);
        connection.has_shut_down = true;
        let Some(stream) = &connection.stream else { return Ok(()) };
        // A connection that the program has reset is not connected any more.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        Ok(())
    }

    /// Closes its connection.
    pub fn closes(&self) {
        self.stage.note(&self.name(), What::Closes);
        self.stage.connection(self.index).stream = None;
    }

    /// Resets its connection (RST): what was on its way is lost, and the program is told by an
    /// error instead of an end.
    pub fn resets(&self) -> Played {
        self.stage.note(&self.name(), What::Resets);
        let stream = self.stage.connection(self.index).stream.take();
        let Some(stream) = stream else { return Ok(()) };
        SockRef::from(&stream)
            .set_linger(Some(std::time::Duration::ZERO))
            .map_err(|error| Fault::new("resetting a connection", error).into())
    }

    /// Says this and resets before the program can answer.
    pub fn says_and_resets(&self, bytes: &[u8]) -> Played {
        let frozen = self.stage.while_frozen(|| {
            self.says(bytes)?;
            self.has_arrived()?;
            self.resets()
        });
        match frozen {
            // It cannot be stopped without disturbing it: then it is as quick as it is.
            Err(Halt::Missing(_)) => {
                self.says(bytes)?;
                self.resets()
            }
            other => other,
        }
    }

    /// How many segments with payload it has received (RFC 4898); `None` where the kernel does not
    /// tell.
    pub fn segments_received(&self) -> Option<u64> {
        let connection = self.stage.connection(self.index);
        kernel::segments_received(connection.stream.as_ref()?.as_fd())
    }

    /// How many segments with payload the program has sent it; `None` where its socket has gone,
    /// where it has sent some again, or where the kernel does not tell.
    pub fn segments_sent_to_it(&self) -> Option<u64> {
        let connection = self.stage.connection(self.index);
        kernel::segments_sent(connection.theirs, connection.ours).ok().flatten()
    }
}
