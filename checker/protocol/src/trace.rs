//! `checker trace --format json`: a run moment by moment, with bytes both readable and exact.

use serde::{Deserialize, Serialize};

use crate::Status;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    pub schema: u32,
    /// The lesson's folder.
    pub lesson: String,
    pub case: String,
    pub role: String,
    pub seed: u64,
    pub status: Status,
    pub promise: String,
    pub summary: String,
    pub belief: Option<String>,
    pub links: Vec<Link>,
    /// Moments that are not in the list, because there were too many.
    pub left_out: usize,
    pub moments: Vec<Moment>,
    /// Null unless packets were requested.
    pub packets: Option<Packets>,
}

/// A peer's connection to a program, or the two ends of their datagrams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub peer: String,
    pub program: String,
    pub peer_address: Option<String>,
    pub program_address: Option<String>,
}

/// One action. `who` is the name of a peer (`alice`) or a program (`server`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub who: String,
    #[serde(flatten)]
    pub what: What,
    /// Where the only running program waited when it came to rest after this moment, if that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    Starts {
        arguments: Vec<String>,
    },
    Listens {
        address: String,
    },
    Connects,
    Accepts,
    LeavesWaiting {
        peer: String,
    },
    HasRead {
        peer: String,
        pieces: Vec<u64>,
        left: u64,
    },
    /// `pieces` holds the lengths of the pieces, if each was read before the next one was sent.
    Says {
        #[serde(flatten)]
        bytes: Bytes,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pieces: Option<Vec<usize>>,
    },
    #[serde(rename = "says_in_a_burst")]
    SaysInABurst {
        messages: Vec<Bytes>,
    },
    Hears(Bytes),
    Receives {
        address: String,
    },
    SendsDatagram(Bytes),
    #[serde(rename = "sends_datagrams_in_one_breath")]
    SendsDatagramsInABurst {
        messages: Vec<Bytes>,
    },
    ReceivesDatagram {
        #[serde(flatten)]
        bytes: Bytes,
        from_stranger: Option<String>,
    },
    Does {
        words: String,
    },
    HearsIcmp {
        words: String,
    },
    SendsIcmp {
        words: String,
    },
    IsAt {
        path: String,
    },
    Leaves,
    HearsNothing,
    HearsEnd,
    HearsReset,
    ShutsDown,
    Closes,
    Resets,
    IsGiven(Bytes),
    InputEnds,
    Prints(Bytes),
    #[serde(rename = "gets_signal")]
    GetsSignal {
        signal: String,
    },
    #[serde(rename = "write_cut_short")]
    ShortWrite {
        offered: u64,
        returned: Option<u64>,
    },
    Ends(End),
    /// A kind of moment of a later version.
    #[serde(other)]
    Unknown,
}

/// The way in which a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    ExitStatus(i32),
    BySignal(i32),
}

/// The first bytes of a message, as text with the escapes of the reports and as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    pub bytes: String,
    pub hex: String,
    /// The number of all bytes.
    pub length: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packets {
    /// The reason why there are no packets.
    pub missing: Option<String>,
    /// Packets that the kernel dropped before they were seen.
    pub lost: u64,
    pub seen: Vec<Packet>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Nanoseconds since 1970.
    pub at_ns: u64,
    /// The packet, beginning with its IP header.
    pub hex: String,
}
