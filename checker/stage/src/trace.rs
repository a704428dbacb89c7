//! What happened on the stage, moment by moment, in the order in which the stage saw it. A trace
//! is plain data: it is recorded while a case runs and read afterwards by whoever shows it.

use serde::{Deserialize, Serialize};

/// At most this many bytes of one moment are kept; the rest is only counted.
const KEPT: usize = 2048;

/// Bytes as a trace keeps them: the first [`KEPT`] of them and how many there were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    pub bytes: Vec<u8>,
    pub total: usize,
}

impl Excerpt {
    pub fn of(bytes: &[u8]) -> Self {
        Excerpt { bytes: bytes[..bytes.len().min(KEPT)].to_vec(), total: bytes.len() }
    }
}

/// One thing that somebody did. `who` is a peer's name (`alice`) or a program's (`server`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub who: String,
    pub what: What,
}

/// What was done. The verbs are those of the scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A program was started with these arguments.
    Starts { arguments: Vec<String> },
    /// The program's listening socket was seen in the kernel.
    Listens { address: String },
    /// This was put at a path of the file system, to be found there; `who` says what it is.
    IsAt { path: String },
    /// A peer's connection to the program was made.
    Connects,
    /// A peer in the server's part took the program's connection.
    Accepts,
    /// A peer sent these bytes.
    Says(Excerpt),
    /// A peer sent these bytes piece by piece; each piece was read before the next one went.
    SaysInPieces { bytes: Excerpt, pieces: Vec<usize> },
    /// A peer sent these messages, and the program could read none before all were there.
    SaysInOneBreath(Vec<Excerpt>),
    /// A peer received these bytes.
    Hears(Excerpt),
    /// It was shown that nothing is coming: the program had read everything and rested.
    HearsNothing,
    /// A peer received the end of the stream (FIN).
    HearsEnd,
    /// A peer's connection was reset (RST).
    HearsReset,
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
    /// The program was sent this signal.
    IsSent(String),
    /// The program's blocking write was interrupted: how many bytes it had offered, and how many of
    /// them the kernel took, where it is known.
    WriteCutShort { offered: u64, taken: Option<u64> },
    /// The program ended.
    Ends(Exit),
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// It returned this status.
    Status(i32),
    /// This signal ended it (number as in signal(7)).
    Signal(i32),
}

/// The moments of one case so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    pub moments: Vec<Moment>,
}

impl Trace {
    /// Longest trace kept. What comes after is dropped: nobody reads a picture of that length.
    const LIMIT: usize = 4096;

    /// Adds a moment. Bytes heard or printed in a row by the same party become one moment, since
    /// how many reads *we* needed says nothing about the program.
    pub fn note(&mut self, who: &str, what: What) {
        if let Some(last) = self.moments.last_mut()
            && last.who == who
        {
            match (&mut last.what, &what) {
                (What::Hears(old), What::Hears(new)) | (What::Prints(old), What::Prints(new)) => {
                    let room = KEPT.saturating_sub(old.bytes.len()).min(new.bytes.len());
                    old.bytes.extend_from_slice(&new.bytes[..room]);
                    old.total += new.total;
                    return;
                }
                _ => {}
            }
        }
        if self.moments.len() < Self::LIMIT {
            self.moments.push(Moment { who: who.into(), what });
        }
    }
}
