//! One connection as a trace knows it: bytes sent, bytes read, and bytes that are still in the kernel's buffers. A
//! number that the trace does not know stays unknown.

use stage::trace::What;

use crate::report::text::grouped;

/// The bytes that every socket's send buffer holds. If a peer sends more, the kernel may take it piece by piece,
/// while the program reads.
const ALWAYS_FITS: u64 = 2048;

/// One direction of a connection, each field as a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// `alice → server`.
    pub ends: String,
    pub sent: String,
    pub read: String,
    /// In the kernel's buffers of both ends.
    pub held: String,
}

/// A peer's connection with a program, or their datagrams.
#[derive(Debug, Default)]
pub struct Flow {
    pub peer: String,
    pub program: String,
    unit: &'static str,
    said: u64,
    /// Of these, the program has read at least `least_read` and at most `most_read`.
    least_read: u64,
    most_read: u64,
    /// Whether unread bytes are in the kernel. Not so once the connection is gone.
    is_watched: bool,
    heard: u64,
    /// Whether the peer has heard all that the program has sent so far.
    heard_all: bool,
    /// Whether the peer has heard the end of the stream.
    has_ended: bool,
}

impl Flow {
    /// A connection that carries bytes, or datagrams. Of these, the trace knows only what peers send and hear.
    pub fn new(peer: &str, program: &str, unit: &'static str) -> Flow {
        let (peer, program) = (peer.to_owned(), program.to_owned());
        Flow { peer, program, unit, is_watched: unit == "byte", ..Flow::default() }
    }

    /// Time passes: the program may have read and sent more.
    pub fn goes_on(&mut self) {
        self.most_read = self.said;
        self.heard_all = self.has_ended;
    }

    pub fn is_gone(&mut self) {
        self.is_watched = false;
    }

    pub fn learns(&mut self, what: &What) {
        match what {
            What::Says(bytes) => self.is_told(bytes.total),
            What::SaysInABurst(all) => self.is_told(all.iter().map(|one| one.total).sum()),
            What::SaysInPieces { bytes, .. } => {
                self.said += bytes.total as u64;
                self.most_read = self.said;
            }
            What::SendsDatagram(_) => self.sends_datagrams(1),
            What::SendsInABurst(all) => self.sends_datagrams(all.len()),
            What::HasRead { left, .. } => {
                self.least_read = self.said.saturating_sub(*left);
                self.most_read = self.least_read;
            }
            What::Hears(bytes) => self.heard += bytes.total as u64,
            What::ReceivesDatagram { .. } => self.heard += 1,
            What::HearsNothing => self.heard_all = true,
            What::HearsEnd => {
                (self.has_ended, self.heard_all) = (true, true);
                self.is_gone();
            }
            What::HearsReset | What::Resets | What::Leaves => self.is_gone(),
            _ => {}
        }
    }

    /// The peer sends these bytes. At this moment they are in the kernel, if it takes them all at once.
    fn is_told(&mut self, count: usize) {
        self.said += count as u64;
        if !self.is_watched || self.said - self.least_read > ALWAYS_FITS {
            self.most_read = self.said;
        }
    }

    fn sends_datagrams(&mut self, count: usize) {
        self.said += count as u64;
        self.most_read = self.said;
    }

    fn is_exact(&self) -> bool {
        self.least_read == self.most_read
    }

    /// Whether bytes of the peer may still be in the kernel.
    pub fn may_hold(&self) -> bool {
        self.is_watched && self.said > self.least_read
    }

    pub fn ways(&self) -> [Way; 2] {
        let (peer, program) = (&self.peer, &self.program);
        let number = |number: u64| counted(number, self.unit);
        let there = Way {
            ends: format!("{peer} → {program}"),
            sent: number(self.said),
            read: match self.least_read {
                least if self.is_exact() => number(least),
                0 => unknown(),
                least => format!("at least {}", number(least)),
            },
            held: match self.said - self.least_read {
                0 => number(0),
                _ if !self.is_watched => unknown(),
                held if self.is_exact() => number(held),
                held => format!("at most {}", number(held)),
            },
        };
        let back = Way {
            ends: format!("{program} → {peer}"),
            sent: if self.heard_all { number(self.heard) } else { unknown() },
            read: number(self.heard),
            held: if self.heard_all { number(0) } else { unknown() },
        };
        [there, back]
    }
}

/// `nothing`, `1 byte`, `2,048 bytes`.
fn counted(number: u64, unit: &str) -> String {
    match number {
        0 => "nothing".to_owned(),
        1 => format!("1 {unit}"),
        more => format!("{} {unit}s", grouped(more)),
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}
