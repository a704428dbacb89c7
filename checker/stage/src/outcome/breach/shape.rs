//! The kinds of bytes that a script accepts without spelling them out, with the names and numbers that vary.
//! A shape contains no words: the reports describe it.

use nanoserde::{DeBin, SerBin};

/// A kind of bytes.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Shape {
    /// All that the program sends, up to its last byte.
    AllThatIsSent { bytes: u64 },
    /// The line with which the peer introduces itself.
    Introduction,
    /// Two lines of text, one after the other.
    BothLines,
    /// A header of four bytes with the length of two lines.
    LengthOfBothLines,
    /// A datagram that begins with the peer's word in capitals.
    WordInCapitals,
    /// A request with an id that was not used before.
    RequestWithNewId,
    /// A request with the id of the one before.
    RequestWithSameId,
    /// The request that came before, byte for byte.
    SameRequest,
    /// A reply with any count.
    ReplyWithAnyCount,
    /// Four bytes, little-endian: the length of a JSON header.
    LengthInFourBytes,
    /// Four digits: the length of a JSON header.
    LengthInFourDigits,
    /// The JSON header of a command's output.
    ReportHeader { data_len: u64, exit_code: i32, stream: Stream },
    /// The JSON header of a file; `md5` is written in hexadecimal digits.
    FileHeader { filename: String, filesize: u64, md5: String },
    /// The length of the JSON header that came, in place of the length that it claimed.
    HeaderLength { length: u64, claimed: u64 },
    /// A JSON header with an error in it.
    ErrorHeader,
    /// A chat's frame.
    Frame(Frame),
    /// The frame that announces this name's join, with a different header.
    JoinedWithOtherHeader { name: String },
    /// An ICMP echo request.
    EchoRequest,
    /// An ICMP echo request with this checksum, as it stands in the message.
    EchoRequestWithChecksum { checksum: [u8; 2] },
    /// An ICMP echo request with this sequence number.
    EchoRequestWithSequence { sequence: u16 },
    /// The line of a ping that got no answer.
    Loss { sequence: u16 },
    /// Like `Loss`, while other requests are answered.
    LossAmongOthers { sequence: u16 },
    /// Another shape, at least this many milliseconds later.
    Later { shape: Box<Shape>, milliseconds: u64 },
    /// A number of milliseconds. If its bounds are known, they are in tenths.
    Milliseconds { tenths: Option<[u64; 2]> },
}

/// The stream that a command writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SerBin, DeBin)]
pub enum Stream {
    Stdout,
    Stderr,
}

impl Stream {
    /// The name that a report header gives it.
    pub fn name(self) -> &'static str {
        match self {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        }
    }
}

/// The JSON in a chat's frame.
#[derive(Debug, Clone, PartialEq, Eq, SerBin, DeBin)]
pub enum Frame {
    Join {
        name: String,
    },
    Joined {
        name: String,
    },
    Left {
        name: String,
    },
    /// A client says this.
    Say {
        say: String,
    },
    /// A server passes this on.
    Line {
        from: String,
        say: String,
    },
    /// A line of which only the length is reported.
    LongLine {
        from: String,
        bytes: u64,
    },
    /// Two typed lines in one.
    BothLines,
    /// One of several lines that were said at the same moment.
    LineJustSaid,
    /// A name that has joined, or a line of alice's.
    JoinedOrLine,
    /// A line with the current time.
    LineWithTheTime,
    /// A line with the time that the same line had for alice.
    LineWithTimeOf {
        at: String,
    },
    /// The line that alice heard at this place.
    LineAsForAlice {
        from: String,
        say: String,
    },
    /// Like `LineAsForAlice`, but only the speaker is reported.
    SpeakerAsForAlice {
        from: String,
    },
    /// Like `LineAsForAlice`, but the speaker has left since.
    LastLineAsForAlice,
    /// The frame that told alice that a member has left.
    LeftAsForAlice {
        name: String,
    },
    Quit,
    Bye,
    Error,
    /// Any of these.
    OneOf(Vec<Frame>),
}
