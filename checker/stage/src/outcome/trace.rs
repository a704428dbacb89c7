//! The events on the stage, moment by moment, in the order in which the stage saw them. A trace is plain
//! data: it is recorded while a case runs, and the reports read it afterwards.

use std::net::SocketAddr;

use nanoserde::{DeBin, SerBin};

pub use crate::outcome::wait::Rest;
use crate::outcome::wire::Ends;

/// At most this many bytes of one moment are kept; the rest is only counted.
const KEPT: usize = 2048;

/// Bytes as a trace keeps them: the first [`KEPT`] of them and how many there were.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Excerpt {
    pub bytes: Vec<u8>,
    pub total: usize,
}

impl Excerpt {
    pub fn of(bytes: &[u8]) -> Self {
        Excerpt { bytes: bytes[..bytes.len().min(KEPT)].to_vec(), total: bytes.len() }
    }
}

/// One action on the stage. `who` is a peer's name (`alice`) or a program's (`server`).
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Moment {
    pub who: String,
    pub what: What,
    /// The program that came to rest after this moment and before the next, if the stage looked.
    pub rest: Option<Rest>,
}

impl Moment {
    pub fn new(who: impl Into<String>, what: What) -> Moment {
        Moment { who: who.into(), what, rest: None }
    }
}

/// The action. The verbs are those of the scripts.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum What {
    /// A program was started with these arguments.
    Starts { arguments: Vec<String> },
    /// The program's listening socket was seen in the kernel.
    Listens { address: String },
    /// The program's datagram socket was seen in the kernel.
    Receives { address: String },
    /// An entry at a path of the file system, which the script put there for the program to find. `who`
    /// describes the entry.
    IsAt { path: String },
    /// A peer's connection to the program was made.
    Connects,
    /// A peer that plays the server accepted the program's connection.
    Accepts,
    /// The program rests and has not accepted the connection of this peer.
    LeavesWaiting { peer: String },
    /// The kernel reports that the program has read this peer's bytes, in pieces of these lengths. It
    /// has left `left` bytes unread.
    HasRead { peer: String, pieces: Vec<u64>, left: u64 },
    /// A peer sent these bytes.
    Says(Excerpt),
    /// A peer sent these bytes piece by piece; each piece was read before the next one went.
    SaysInPieces { bytes: Excerpt, pieces: Vec<usize> },
    /// A peer sent these messages in a burst: all had arrived before the program could read the first.
    SaysInABurst(Vec<Excerpt>),
    /// A peer received these bytes.
    Hears(Excerpt),
    /// A peer sent this datagram.
    SendsDatagram(Excerpt),
    /// A peer sent these datagrams in a burst: all had arrived before the program could read the first.
    SendsInABurst(Vec<Excerpt>),
    /// A peer received this datagram. `from` is set if it came from an address to which the peer had not
    /// written.
    ReceivesDatagram { bytes: Excerpt, from: Option<String> },
    /// A peer closed its datagram socket.
    Leaves,
    /// The stage proved that nothing is coming: the program had read everything and rested.
    HearsNothing,
    /// A peer received the end of the stream (FIN).
    HearsEnd,
    /// A peer's connection was reset (RST).
    HearsReset,
    /// An action in these words, in the present tense: `says nothing`.
    Does(String),
    /// A peer heard this ICMP message: `echo request 1, id 0x0007, 56 bytes`.
    HearsIcmp(String),
    /// A peer sent this ICMP message.
    SendsIcmp(String),
    /// A peer closed its sending half (FIN) and goes on listening.
    ShutsDown,
    /// A peer closed its connection.
    Closes,
    /// A peer reset its connection (RST).
    Resets,
    /// The program was given these bytes on its standard input.
    Types(Excerpt),
    /// The program's standard input was closed.
    StopsTyping,
    /// The program printed these bytes on its standard output.
    Prints(Excerpt),
    /// The stage sent this signal to the program.
    GetsSignal(String),
    /// The program's blocking write was interrupted. It had offered this many bytes; the kernel took
    /// `taken` of them, if that is known.
    ShortWrite { offered: u64, taken: Option<u64> },
    /// The program ended.
    Ends(Exit),
}

impl What {
    /// Whether a peer says something here.
    pub fn is_said(&self) -> bool {
        matches!(
            self,
            What::Says(_)
                | What::SaysInPieces { .. }
                | What::SaysInABurst(_)
                | What::SendsDatagram(_)
                | What::SendsInABurst(_)
        )
    }

    /// Whether this is an action in its own right, and not the effect of another one.
    pub fn is_done_to_others(&self) -> bool {
        !matches!(
            self,
            What::Prints(_)
                | What::Ends(_)
                | What::Hears(_)
                | What::HearsNothing
                | What::HearsEnd
                | What::HearsReset
                | What::ReceivesDatagram { .. }
                | What::HearsIcmp(_)
                | What::HasRead { .. }
                | What::LeavesWaiting { .. }
                // The stage notes it once the connection is made. The caller settles the trace first.
                | What::Connects
                // The script notices this in the same way as bytes that were said.
                | What::Accepts
        )
    }
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerBin, DeBin)]
pub enum Exit {
    /// It returned this status.
    Status(i32),
    /// This signal ended it (number as in signal(7)).
    Signal(i32),
}

/// The two ends between which a peer and a program talk: a connection, or two sockets for datagrams or for
/// ICMP messages (whose ports are 0).
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Link {
    pub peer: String,
    pub program: String,
    /// The addresses of the peer's end and of the program's; `None` over a Unix socket.
    #[nserde(proxy = "Ends")]
    pub ends: Option<(SocketAddr, SocketAddr)>,
}

/// A packet as it was on the loopback interface, from the first byte of its IP header on.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Packet {
    /// When the kernel saw it, in nanoseconds since 1970 (SO_TIMESTAMPNS, socket(7)).
    pub at: u64,
    pub bytes: Vec<u8>,
}

/// The packets of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq, SerBin, DeBin)]
pub struct Packets {
    pub seen: Vec<Packet>,
    /// The number of packets that came but were not kept.
    pub lost: u64,
    /// Why there are no packets, if they could not be captured.
    pub missing: Option<String>,
}

/// The moments of one case so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, SerBin, DeBin)]
pub struct Trace {
    pub moments: Vec<Moment>,
    /// The number of moments left out, after the first [`Trace::FIRST`].
    pub left_out: usize,
    /// Connections in the order in which they were made.
    pub links: Vec<Link>,
    /// The packets, if they were asked for.
    pub packets: Option<Packets>,
    /// Output and exits of programs since a peer last did something.
    waiting: Vec<Moment>,
}

impl Trace {
    /// Longest trace kept. Of a longer one, only the beginning and the end are kept.
    const LIMIT: usize = 4096;
    /// The number of moments kept from its beginning.
    pub const FIRST: usize = 64;

    /// Adds a moment.
    ///
    /// Output and exits of a program are noticed when they happen. Bytes that peers hear are noted later,
    /// when the script listens, although the program sent them earlier. So output and exits wait until a peer
    /// does something, or until the script checks them ([`Trace::settle`]).
    pub fn note(&mut self, who: &str, what: What) {
        let moment = Moment::new(who, what);
        match moment.what {
            What::Prints(_) | What::Ends(_) => return self.waiting.push(moment),
            What::Connects
            | What::Accepts
            | What::Hears(_)
            | What::HearsEnd
            | What::HearsReset
            | What::ReceivesDatagram { .. }
            | What::HearsIcmp(_) => {}
            _ => self.settle(),
        }
        self.add(moment);
    }

    /// Moves pending output and exits into the trace, ahead of later moments. The real order between two
    /// programs is unknown: the one that appears first in the trace goes first.
    pub fn settle(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        if waiting.len() > 1 {
            let came = |one: &Moment| self.moments.iter().position(|other| other.who == one.who);
            waiting.sort_by_cached_key(came);
        }
        for moment in waiting {
            self.add(moment);
        }
    }

    /// Records that this program rests now, after the last moment.
    pub fn note_rest(&mut self, rest: Rest) {
        if let Some(last) = self.moments.last_mut() {
            last.rest = Some(rest);
        }
    }

    /// Keeps the beginning and the end of the trace, and `said` bytes of each moment.
    pub fn shorten(&mut self, said: usize) {
        if self.moments.len() > 2 * Self::FIRST {
            let end = self.moments.len() - Self::FIRST;
            self.left_out += end - Self::FIRST;
            self.moments.drain(Self::FIRST..end);
        }
        let shorten = |excerpt: &mut Excerpt| excerpt.bytes.truncate(said);
        for moment in &mut self.moments {
            match &mut moment.what {
                What::Says(excerpt)
                | What::SaysInPieces { bytes: excerpt, .. }
                | What::Hears(excerpt)
                | What::SendsDatagram(excerpt)
                | What::ReceivesDatagram { bytes: excerpt, .. }
                | What::Types(excerpt)
                | What::Prints(excerpt) => shorten(excerpt),
                What::SaysInABurst(all) | What::SendsInABurst(all) => {
                    all.iter_mut().for_each(shorten);
                }
                _ => {}
            }
        }
    }

    /// Removes this folder from the arguments of all programs, since its name differs from run to run.
    pub fn leave_out(&mut self, folder: &str) {
        for moment in &mut self.moments {
            let shorten = |text: &mut String| *text = text.replace(folder, "…");
            match &mut moment.what {
                What::Starts { arguments } => arguments.iter_mut().for_each(shorten),
                What::IsAt { path } => shorten(path),
                _ => {}
            }
        }
    }

    /// Bytes heard or printed in a row by the same party become one moment: how many reads the stage needed
    /// says nothing about the program.
    fn add(&mut self, moment: Moment) {
        if let Some(last) = self.moments.last_mut()
            && last.who == moment.who
        {
            match (&mut last.what, &moment.what) {
                (What::Hears(old), What::Hears(new)) | (What::Prints(old), What::Prints(new)) => {
                    let room = KEPT.saturating_sub(old.bytes.len()).min(new.bytes.len());
                    old.bytes.extend_from_slice(&new.bytes[..room]);
                    old.total += new.total;
                    return;
                }
                _ => {}
            }
        }
        if self.moments.len() == Self::LIMIT {
            let half = Self::LIMIT / 2;
            self.moments.drain(Self::FIRST..Self::FIRST + half);
            self.left_out += half;
        }
        self.moments.push(moment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word() -> Excerpt {
        Excerpt::of(b"word")
    }

    #[test]
    fn bytes_heard_from_an_ended_program_were_sent_before() {
        let mut trace = Trace::default();
        trace.note("alice", What::Says(word()));
        trace.note("server", What::Ends(Exit::Status(0)));
        trace.note("alice", What::Hears(word()));
        trace.note("alice", What::HearsEnd);
        trace.note("bob", What::Leaves);
        trace.note("server", What::Ends(Exit::Status(1)));
        trace.settle();
        let order: Vec<&What> = trace.moments.iter().map(|moment| &moment.what).collect();
        let (said, heard) = (What::Says(word()), What::Hears(word()));
        let (first, last) = (What::Ends(Exit::Status(0)), What::Ends(Exit::Status(1)));
        let expected = [&said, &heard, &What::HearsEnd, &first, &What::Leaves, &last];
        assert_eq!(order, expected);
    }

    #[test]
    fn the_order_of_the_outputs_is_that_of_the_starts() {
        let moments = |order: [&str; 2]| {
            let mut trace = Trace::default();
            for program in ["server", "client"] {
                trace.note(program, What::Starts { arguments: vec![] });
            }
            for program in order {
                trace.note(program, What::Prints(Excerpt::of(program.as_bytes())));
                trace.note(program, What::Ends(Exit::Status(0)));
            }
            trace.settle();
            trace.moments
        };
        assert_eq!(moments(["server", "client"]), moments(["client", "server"]));
        let who: Vec<String> =
            moments(["client", "server"]).into_iter().map(|one| one.who).collect();
        assert_eq!(who[2..], ["server", "server", "client", "client"]);
    }

    #[test]
    fn a_shortened_trace_keeps_its_ends_and_counts_the_rest() {
        let mut trace = Trace::default();
        for number in 0..300u32 {
            trace.note("alice", What::GetsSignal(number.to_string()));
        }
        trace.note("alice", What::Says(Excerpt::of(&[b'a'; 1000])));
        trace.shorten(10);
        assert_eq!(trace.moments.len() + trace.left_out, 301);
        assert_eq!(trace.moments[0].what, What::GetsSignal("0".into()));
        let said = Excerpt { bytes: vec![b'a'; 10], total: 1000 };
        assert_eq!(trace.moments[trace.moments.len() - 1].what, What::Says(said));
    }

    #[test]
    fn a_long_trace_keeps_its_beginning_and_its_end() {
        let mut trace = Trace::default();
        for number in 0..10_000u32 {
            trace.note("alice", What::GetsSignal(number.to_string()));
        }
        assert!(trace.moments.len() <= Trace::LIMIT);
        assert_eq!(trace.moments.len() + trace.left_out, 10_000);
        let number = |at: usize| match &trace.moments[at].what {
            What::GetsSignal(number) => number.parse::<usize>().unwrap(),
            _ => unreachable!(),
        };
        assert_eq!(number(Trace::FIRST - 1), Trace::FIRST - 1);
        assert_eq!(number(Trace::FIRST), Trace::FIRST + trace.left_out);
        assert_eq!(number(trace.moments.len() - 1), 9_999);
    }
}
