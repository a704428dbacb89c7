//! The evidence of a broken promise, as plain data. A [`Breach`] says which program broke it, the
//! expected event, the actual one, and the kernel's state at that moment. It contains only facts: the
//! beliefs interpret them, and the reports put them into words.

mod likeness;
mod measure;
mod shape;

use nanoserde::{DeBin, SerBin};

pub use measure::{Load, Measure, Purpose};
pub use shape::{Frame, Shape, Stream};

use crate::outcome::trace::Exit;
pub use crate::outcome::wait::{On, Wait};

/// A program broke its promise.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Breach {
    /// The program that is at fault: `server` or `client`.
    pub program: String,
    pub awaited: Awaited,
    pub instead: Instead,
    /// How the last bytes were cut, if that is what broke the program: the stream, and the lengths of its
    /// pieces in bytes.
    pub cut: Option<Cut>,
    /// Bytes that the program had sent on this connection before those that the script was waiting for.
    pub sent_before: u64,
    /// The program's writes on this connection that were interrupted half-way, in order.
    pub short_writes: Vec<ShortWrite>,
    /// Peers whose connection the program has not accepted: they wait in its queue.
    pub queued: Vec<String>,
    /// Peers whose connection the program has accepted, but whose last bytes it has not read.
    pub unread: Vec<Unread>,
    /// The first and the last lines that the program wrote to its standard error.
    pub stderr: String,
    /// How the program ended, if it has ended.
    pub exit: Option<Exit>,
}

impl Breach {
    /// A breach without other evidence.
    pub fn new(program: impl Into<String>, awaited: Awaited, instead: Instead) -> Breach {
        Breach {
            program: program.into(),
            awaited,
            instead,
            cut: None,
            sent_before: 0,
            short_writes: Vec::new(),
            queued: Vec::new(),
            unread: Vec::new(),
            stderr: String::new(),
            exit: None,
        }
    }
}

/// A stream and the way in which it was cut.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Cut {
    pub stream: Vec<u8>,
    /// Length of each piece in bytes; they add up to the stream.
    pub pieces: Vec<usize>,
    /// The program passed every way to cut the stream with fewer cuts.
    pub is_smallest: bool,
}

/// The last bytes that a peer sent over TCP, if the program has not read them.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Unread {
    pub peer: String,
    pub bytes: u64,
}

/// A blocking write that took only a part of what it was offered.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct ShortWrite {
    /// Bytes that the program offered in this call.
    pub offered: u64,
    /// Bytes that the kernel took of them, which is what the call returned; `None` if this machine does not
    /// report it.
    pub taken: Option<u64>,
    /// Total bytes that the kernel had taken on this connection when the call returned.
    pub so_far: u64,
}

/// The event that the script was waiting for.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Awaited {
    /// The program listens on this address.
    Listening { address: String },
    /// The program connects to this address, where `peer` waits for it.
    Connection { peer: String, address: String },
    /// `peer` connects to the program.
    Accepting { peer: String },
    /// `hearer` receives exactly these bytes.
    Bytes { hearer: String, expected: Vec<u8> },
    /// `hearer` receives bytes of this shape, which does not fix every byte.
    Described { hearer: String, shape: Shape },
    /// The program has a datagram socket on this address.
    Receiving { address: String },
    /// The next datagram that `hearer` receives has exactly these bytes. It comes from the address that
    /// `hearer` writes to.
    Datagram { hearer: String, expected: Vec<u8> },
    /// `hearer` receives the end of the stream, and nothing before it.
    End { hearer: String },
    /// `hearer` receives nothing.
    Silence { hearer: String },
    /// The program reads what `speaker` sent.
    Reading { speaker: String },
    /// The program writes exactly these bytes to its standard output.
    Output { expected: Vec<u8> },
    /// The program writes something of this shape to its standard output.
    OutputLike { shape: Shape },
    /// The program writes nothing to its standard output.
    NoOutput,
    /// The program reads this from its standard input.
    Input,
    /// The program ends with one of these statuses.
    Exit { statuses: Vec<i32> },
    /// The program reports its error: it writes something to its standard error.
    ErrorReport,
    /// The program writes a line to its standard error that ends with these words.
    ErrorLine { words: String },
    /// The program writes no line to its standard error that ends with these words.
    NoErrorLine { words: String },
    /// The program leaves a file with exactly these bytes. `path` is the script's name for it.
    File { path: String, expected: Vec<u8> },
    /// The program leaves no file of this name.
    NoFile { path: String },
    /// The program leaves exactly these files in a folder, in alphabetical order.
    Files { folder: String, names: Vec<String> },
    /// The program leaves the entry at this path alone.
    Untouched { path: String },
    /// The program stays up.
    StillRunning,
    /// The kernel reports this number for the program.
    Fact { measure: Measure, expected: u64 },
    /// The program has at most this many of something.
    AtMost { measure: Measure, most: u64 },
    /// Something about the program is at least this.
    AtLeast { measure: Measure, least: u64 },
    /// The program does all of this without a panic.
    NoPanic,
    /// The program lets the stage see its waits and its descriptors, as any child does.
    Observable,
}

/// The event that came instead.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Instead {
    /// These bytes, counted from where the expected ones should have begun, and then [`After`].
    Bytes { heard: Vec<u8>, after: After },
    /// A datagram with these bytes. `from` is set if it came from an address to which the hearer had not
    /// written.
    Datagram { heard: Vec<u8>, from: Option<String> },
    /// A packet of zero bytes (`SOCK_SEQPACKET`, unix(7)).
    EmptyPacket,
    /// The connection was refused.
    Refused,
    /// The permissions of the program's socket file do not let a peer of the same user connect (unix(7)).
    Denied,
    /// The program ended.
    Ended(Exit),
    /// The program can never move again: each of its threads waits for something that cannot happen any more.
    /// `heard` is the part of the expected bytes that came.
    Stuck {
        waits: Vec<Wait>,
        heard: Vec<u8>,
        /// Set if another thread polls a clock, so that there is no proof. The threads in `waits` have
        /// not moved for this many milliseconds, while the other one kept waking up.
        watched_ms: Option<u64>,
    },
    /// The case's time ran out while the program waited for a clock.
    Late { waits: Vec<Wait>, heard: Vec<u8> },
    /// The program kept a processor busy for this long, in milliseconds, without progress: it made these
    /// calls again and again.
    Spins { cpu_ms: u64, calls: Vec<Repeated>, heard: Vec<u8> },
    /// The kernel reported this number.
    Fact(u64),
    /// The program wrote this to its standard error.
    ErrorText(String),
    /// There is no such file.
    NoFile,
    /// The folder contains these files, in alphabetical order.
    Files(Vec<String>),
    /// A thread of the program panicked with this message.
    Panic(String),
    /// The program has hidden itself: it is not "dumpable" (`PR_SET_DUMPABLE`, prctl(2)), though this
    /// machine shows other programs.
    Hides,
    /// The program reached its own "not written yet".
    NotWritten(String),
}

/// A call that a program makes again and again without a result.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub struct Repeated {
    /// Name of the system call.
    pub call: String,
    pub on: On,
    /// Whether it only peeks (`MSG_PEEK`, recv(2)).
    pub peeks: bool,
    /// The result of each call: a count, or a negative error number.
    pub returned: i64,
    /// How often that was seen.
    pub times: u64,
}

/// The state of the stream after the last byte that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerBin, DeBin)]
pub enum After {
    /// The stream is open; more may come.
    Open,
    /// The end of the stream (FIN).
    End,
    /// The connection was reset (RST).
    Reset,
}

impl Breach {
    /// The bytes that came instead of the expected ones; empty if none came.
    pub fn heard(&self) -> &[u8] {
        match &self.instead {
            Instead::Bytes { heard, .. }
            | Instead::Datagram { heard, .. }
            | Instead::Stuck { heard, .. }
            | Instead::Late { heard, .. }
            | Instead::Spins { heard, .. } => heard,
            _ => &[],
        }
    }

    /// How many of this peer's last bytes the program has not read.
    pub fn unread_of(&self, peer: &str) -> u64 {
        self.unread.iter().find(|unread| unread.peer == peer).map_or(0, |unread| unread.bytes)
    }

    /// The expected bytes; empty if no bytes were expected.
    pub fn expected(&self) -> &[u8] {
        match &self.awaited {
            Awaited::Bytes { expected, .. }
            | Awaited::Datagram { expected, .. }
            | Awaited::Output { expected }
            | Awaited::File { expected, .. } => expected,
            _ => &[],
        }
    }
}
